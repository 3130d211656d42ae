import type { LanguageData } from '../language.js'

/** What countries and their people are called, and how data may write them. */
export const aliases: LanguageData['aliases'] = [
  {
    words: [
      'united states',
      'american',
      'americans',
      'usa',
      'us',
      'u.s.',
      'u.s.a.',
      'united states of america',
      'america',
    ],
    names: [
      'united states',
      'american',
      'vereinigte staaten',
      'amerikanisch',
      'usa',
      'us',
      'u.s.',
      'u.s.a.',
      'united states of america',
      'america',
    ],
  },
  {
    words: ['united kingdom', 'british', 'uk', 'u.k.', 'great britain', 'britain', 'grossbritannien'],
    names: [
      'united kingdom',
      'british',
      'vereinigtes konigreich',
      'britisch',
      'gbr',
      'uk',
      'u.k.',
      'great britain',
      'britain',
      'grossbritannien',
    ],
  },
  { words: ['germany', 'german', 'germans'], names: ['germany', 'german', 'deutschland', 'deutsch', 'ger'] },
  {
    words: ['france', 'french', 'frenchman', 'frenchmen'],
    names: ['france', 'french', 'frankreich', 'franzosisch', 'fra'],
  },
  { words: ['italy', 'italian', 'italians'], names: ['italy', 'italian', 'italien', 'italienisch', 'ita'] },
  {
    words: ['spain', 'spanish', 'spaniard', 'spaniards'],
    names: ['spain', 'spanish', 'spanien', 'spanisch', 'esp'],
  },
  { words: ['portugal', 'portuguese'], names: ['portugal', 'portuguese', 'portugiesisch', 'por'] },
  {
    words: ['netherlands', 'dutch', 'holland', 'the netherlands'],
    names: ['netherlands', 'dutch', 'niederlande', 'niederlandisch', 'ned', 'holland', 'the netherlands'],
  },
  { words: ['belgium', 'belgian', 'belgians'], names: ['belgium', 'belgian', 'belgien', 'belgisch', 'bel'] },
  {
    words: ['austria', 'austrian', 'austrians'],
    names: ['austria', 'austrian', 'osterreich', 'osterreichisch', 'aut'],
  },
  { words: ['switzerland', 'swiss'], names: ['switzerland', 'swiss', 'schweiz', 'schweizerisch', 'sui'] },
  {
    words: ['sweden', 'swedish', 'swede', 'swedes'],
    names: ['sweden', 'swedish', 'schweden', 'schwedisch', 'swe'],
  },
  {
    words: ['norway', 'norwegian', 'norwegians'],
    names: ['norway', 'norwegian', 'norwegen', 'norwegisch', 'nor'],
  },
  {
    words: ['denmark', 'danish', 'dane', 'danes'],
    names: ['denmark', 'danish', 'danemark', 'danisch', 'den'],
  },
  {
    words: ['finland', 'finnish', 'finn', 'finns'],
    names: ['finland', 'finnish', 'finnland', 'finnisch', 'fin'],
  },
  { words: ['poland', 'polish', 'pole', 'poles'], names: ['poland', 'polish', 'polen', 'polnisch', 'pol'] },
  { words: ['russia', 'russian', 'russians'], names: ['russia', 'russian', 'russland', 'russisch', 'rus'] },
  { words: ['ukraine', 'ukrainian', 'ukrainians'], names: ['ukraine', 'ukrainian', 'ukrainisch', 'ukr'] },
  {
    words: ['czech republic', 'czech', 'czechia'],
    names: ['czech republic', 'czech', 'tschechien', 'tschechisch', 'cze', 'czechia'],
  },
  {
    words: ['hungary', 'hungarian', 'hungarians'],
    names: ['hungary', 'hungarian', 'ungarn', 'ungarisch', 'hun'],
  },
  {
    words: ['romania', 'romanian', 'romanians'],
    names: ['romania', 'romanian', 'rumanien', 'rumanisch', 'rou'],
  },
  {
    words: ['bulgaria', 'bulgarian', 'bulgarians'],
    names: ['bulgaria', 'bulgarian', 'bulgarien', 'bulgarisch', 'bul'],
  },
  { words: ['greece', 'greek', 'greeks'], names: ['greece', 'greek', 'griechenland', 'griechisch', 'gre'] },
  {
    words: ['turkey', 'turkish', 'turk', 'turks'],
    names: ['turkey', 'turkish', 'turkei', 'turkisch', 'tur'],
  },
  {
    words: ['croatia', 'croatian', 'croatians'],
    names: ['croatia', 'croatian', 'kroatien', 'kroatisch', 'cro'],
  },
  { words: ['serbia', 'serbian', 'serbians'], names: ['serbia', 'serbian', 'serbien', 'serbisch', 'srb'] },
  {
    words: ['slovenia', 'slovenian', 'slovenians'],
    names: ['slovenia', 'slovenian', 'slowenien', 'slowenisch', 'slo'],
  },
  {
    words: ['slovakia', 'slovak', 'slovaks'],
    names: ['slovakia', 'slovak', 'slowakei', 'slowakisch', 'svk'],
  },
  { words: ['ireland', 'irish'], names: ['ireland', 'irish', 'irland', 'irisch', 'irl'] },
  {
    words: ['scotland', 'scottish', 'scot', 'scots'],
    names: ['scotland', 'scottish', 'schottland', 'schottisch', 'sco'],
  },
  {
    words: ['england', 'english', 'englishman', 'englishmen'],
    names: ['england', 'english', 'englisch', 'eng'],
  },
  { words: ['wales', 'welsh'], names: ['wales', 'welsh', 'walisisch', 'wal'] },
  { words: ['canada', 'canadian', 'canadians'], names: ['canada', 'canadian', 'kanada', 'kanadisch', 'can'] },
  { words: ['mexico', 'mexican', 'mexicans'], names: ['mexico', 'mexican', 'mexiko', 'mexikanisch', 'mex'] },
  {
    words: ['brazil', 'brazilian', 'brazilians'],
    names: ['brazil', 'brazilian', 'brasilien', 'brasilianisch', 'bra'],
  },
  {
    words: ['argentina', 'argentine', 'argentinian', 'argentinians'],
    names: ['argentina', 'argentine', 'argentinian', 'argentinien', 'argentinisch', 'arg'],
  },
  {
    words: ['colombia', 'colombian', 'colombians'],
    names: ['colombia', 'colombian', 'kolumbien', 'kolumbianisch', 'col'],
  },
  { words: ['chile', 'chilean', 'chileans'], names: ['chile', 'chilean', 'chilenisch', 'chi'] },
  { words: ['cuba', 'cuban', 'cubans'], names: ['cuba', 'cuban', 'kuba', 'kubanisch', 'cub'] },
  { words: ['japan', 'japanese'], names: ['japan', 'japanese', 'japanisch', 'jpn'] },
  { words: ['china', 'chinese'], names: ['china', 'chinese', 'chinesisch', 'chn'] },
  {
    words: ['south korea', 'south korean', 'south koreans'],
    names: ['south korea', 'south korean', 'sudkorea', 'sudkoreanisch', 'kor'],
  },
  { words: ['india', 'indian', 'indians'], names: ['india', 'indian', 'indien', 'indisch', 'ind'] },
  {
    words: ['australia', 'australian', 'australians'],
    names: ['australia', 'australian', 'australien', 'australisch', 'aus'],
  },
  { words: ['new zealand'], names: ['new zealand', 'neuseeland', 'neuseelandisch', 'nzl'] },
  {
    words: ['south africa', 'south african', 'south africans'],
    names: ['south africa', 'south african', 'sudafrika', 'sudafrikanisch', 'rsa'],
  },
  { words: ['egypt', 'egyptian', 'egyptians'], names: ['egypt', 'egyptian', 'agypten', 'agyptisch', 'egy'] },
  { words: ['kenya', 'kenyan', 'kenyans'], names: ['kenya', 'kenyan', 'kenia', 'kenianisch', 'ken'] },
  {
    words: ['ethiopia', 'ethiopian', 'ethiopians'],
    names: ['ethiopia', 'ethiopian', 'athiopien', 'athiopisch', 'eth'],
  },
  { words: ['nigeria', 'nigerian', 'nigerians'], names: ['nigeria', 'nigerian', 'nigerianisch', 'ngr'] },
  {
    words: ['soviet union', 'soviet', 'ussr'],
    names: ['soviet union', 'soviet', 'sowjetunion', 'sowjetisch', 'urs', 'ussr'],
  },
  {
    words: ['east germany', 'east german', 'east germans'],
    names: ['east germany', 'east german', 'ddr', 'ostdeutsch', 'gdr'],
  },
  { words: ['israel', 'israeli', 'israelis'], names: ['israel', 'israeli', 'israelisch', 'isr'] },
  { words: ['iran', 'iranian', 'iranians'], names: ['iran', 'iranian', 'iranisch', 'iri'] },
]
