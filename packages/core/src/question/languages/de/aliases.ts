import type { LanguageData } from '../language.js'

/** What countries and their people are called, and how data may write them. */
export const aliases: LanguageData['aliases'] = [
  {
    words: [
      'vereinigte staaten',
      'amerikanische',
      'amerikanischer',
      'amerikanisches',
      'amerikanischen',
      'amerikanischem',
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
    words: [
      'vereinigtes konigreich',
      'britische',
      'britischer',
      'britisches',
      'britischen',
      'britischem',
      'uk',
      'u.k.',
      'great britain',
      'britain',
      'grossbritannien',
    ],
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
  {
    words: ['deutschland', 'deutsche', 'deutscher', 'deutsches', 'deutschen', 'deutschem'],
    names: ['germany', 'german', 'deutschland', 'deutsch', 'ger'],
  },
  {
    words: ['frankreich', 'franzosische', 'franzosischer', 'franzosisches', 'franzosischen', 'franzosischem'],
    names: ['france', 'french', 'frankreich', 'franzosisch', 'fra'],
  },
  {
    words: ['italien', 'italienische', 'italienischer', 'italienisches', 'italienischen', 'italienischem'],
    names: ['italy', 'italian', 'italien', 'italienisch', 'ita'],
  },
  {
    words: ['spanien', 'spanische', 'spanischer', 'spanisches', 'spanischen', 'spanischem'],
    names: ['spain', 'spanish', 'spanien', 'spanisch', 'esp'],
  },
  {
    words: [
      'portugal',
      'portugiesische',
      'portugiesischer',
      'portugiesisches',
      'portugiesischen',
      'portugiesischem',
    ],
    names: ['portugal', 'portuguese', 'portugiesisch', 'por'],
  },
  {
    words: [
      'niederlande',
      'niederlandische',
      'niederlandischer',
      'niederlandisches',
      'niederlandischen',
      'niederlandischem',
      'holland',
      'the netherlands',
    ],
    names: ['netherlands', 'dutch', 'niederlande', 'niederlandisch', 'ned', 'holland', 'the netherlands'],
  },
  {
    words: ['belgien', 'belgische', 'belgischer', 'belgisches', 'belgischen', 'belgischem'],
    names: ['belgium', 'belgian', 'belgien', 'belgisch', 'bel'],
  },
  {
    words: [
      'osterreich',
      'osterreichische',
      'osterreichischer',
      'osterreichisches',
      'osterreichischen',
      'osterreichischem',
    ],
    names: ['austria', 'austrian', 'osterreich', 'osterreichisch', 'aut'],
  },
  {
    words: [
      'schweiz',
      'schweizerische',
      'schweizerischer',
      'schweizerisches',
      'schweizerischen',
      'schweizerischem',
    ],
    names: ['switzerland', 'swiss', 'schweiz', 'schweizerisch', 'sui'],
  },
  {
    words: ['schweden', 'schwedische', 'schwedischer', 'schwedisches', 'schwedischen', 'schwedischem'],
    names: ['sweden', 'swedish', 'schweden', 'schwedisch', 'swe'],
  },
  {
    words: ['norwegen', 'norwegische', 'norwegischer', 'norwegisches', 'norwegischen', 'norwegischem'],
    names: ['norway', 'norwegian', 'norwegen', 'norwegisch', 'nor'],
  },
  {
    words: ['danemark', 'danische', 'danischer', 'danisches', 'danischen', 'danischem'],
    names: ['denmark', 'danish', 'danemark', 'danisch', 'den'],
  },
  {
    words: ['finnland', 'finnische', 'finnischer', 'finnisches', 'finnischen', 'finnischem'],
    names: ['finland', 'finnish', 'finnland', 'finnisch', 'fin'],
  },
  {
    words: ['polen', 'polnische', 'polnischer', 'polnisches', 'polnischen', 'polnischem'],
    names: ['poland', 'polish', 'polen', 'polnisch', 'pol'],
  },
  {
    words: ['russland', 'russische', 'russischer', 'russisches', 'russischen', 'russischem'],
    names: ['russia', 'russian', 'russland', 'russisch', 'rus'],
  },
  {
    words: ['ukraine', 'ukrainische', 'ukrainischer', 'ukrainisches', 'ukrainischen', 'ukrainischem'],
    names: ['ukraine', 'ukrainian', 'ukrainisch', 'ukr'],
  },
  {
    words: [
      'tschechien',
      'tschechische',
      'tschechischer',
      'tschechisches',
      'tschechischen',
      'tschechischem',
      'czechia',
    ],
    names: ['czech republic', 'czech', 'tschechien', 'tschechisch', 'cze', 'czechia'],
  },
  {
    words: ['ungarn', 'ungarische', 'ungarischer', 'ungarisches', 'ungarischen', 'ungarischem'],
    names: ['hungary', 'hungarian', 'ungarn', 'ungarisch', 'hun'],
  },
  {
    words: ['rumanien', 'rumanische', 'rumanischer', 'rumanisches', 'rumanischen', 'rumanischem'],
    names: ['romania', 'romanian', 'rumanien', 'rumanisch', 'rou'],
  },
  {
    words: ['bulgarien', 'bulgarische', 'bulgarischer', 'bulgarisches', 'bulgarischen', 'bulgarischem'],
    names: ['bulgaria', 'bulgarian', 'bulgarien', 'bulgarisch', 'bul'],
  },
  {
    words: ['griechenland', 'griechische', 'griechischer', 'griechisches', 'griechischen', 'griechischem'],
    names: ['greece', 'greek', 'griechenland', 'griechisch', 'gre'],
  },
  {
    words: ['turkei', 'turkische', 'turkischer', 'turkisches', 'turkischen', 'turkischem'],
    names: ['turkey', 'turkish', 'turkei', 'turkisch', 'tur'],
  },
  {
    words: ['kroatien', 'kroatische', 'kroatischer', 'kroatisches', 'kroatischen', 'kroatischem'],
    names: ['croatia', 'croatian', 'kroatien', 'kroatisch', 'cro'],
  },
  {
    words: ['serbien', 'serbische', 'serbischer', 'serbisches', 'serbischen', 'serbischem'],
    names: ['serbia', 'serbian', 'serbien', 'serbisch', 'srb'],
  },
  {
    words: ['slowenien', 'slowenische', 'slowenischer', 'slowenisches', 'slowenischen', 'slowenischem'],
    names: ['slovenia', 'slovenian', 'slowenien', 'slowenisch', 'slo'],
  },
  {
    words: ['slowakei', 'slowakische', 'slowakischer', 'slowakisches', 'slowakischen', 'slowakischem'],
    names: ['slovakia', 'slovak', 'slowakei', 'slowakisch', 'svk'],
  },
  {
    words: ['irland', 'irische', 'irischer', 'irisches', 'irischen', 'irischem'],
    names: ['ireland', 'irish', 'irland', 'irisch', 'irl'],
  },
  {
    words: ['schottland', 'schottische', 'schottischer', 'schottisches', 'schottischen', 'schottischem'],
    names: ['scotland', 'scottish', 'schottland', 'schottisch', 'sco'],
  },
  {
    words: ['england', 'englische', 'englischer', 'englisches', 'englischen', 'englischem'],
    names: ['england', 'english', 'englisch', 'eng'],
  },
  {
    words: ['wales', 'walisische', 'walisischer', 'walisisches', 'walisischen', 'walisischem'],
    names: ['wales', 'welsh', 'walisisch', 'wal'],
  },
  {
    words: ['kanada', 'kanadische', 'kanadischer', 'kanadisches', 'kanadischen', 'kanadischem'],
    names: ['canada', 'canadian', 'kanada', 'kanadisch', 'can'],
  },
  {
    words: ['mexiko', 'mexikanische', 'mexikanischer', 'mexikanisches', 'mexikanischen', 'mexikanischem'],
    names: ['mexico', 'mexican', 'mexiko', 'mexikanisch', 'mex'],
  },
  {
    words: [
      'brasilien',
      'brasilianische',
      'brasilianischer',
      'brasilianisches',
      'brasilianischen',
      'brasilianischem',
    ],
    names: ['brazil', 'brazilian', 'brasilien', 'brasilianisch', 'bra'],
  },
  {
    words: [
      'argentinien',
      'argentinische',
      'argentinischer',
      'argentinisches',
      'argentinischen',
      'argentinischem',
    ],
    names: ['argentina', 'argentine', 'argentinian', 'argentinien', 'argentinisch', 'arg'],
  },
  {
    words: [
      'kolumbien',
      'kolumbianische',
      'kolumbianischer',
      'kolumbianisches',
      'kolumbianischen',
      'kolumbianischem',
    ],
    names: ['colombia', 'colombian', 'kolumbien', 'kolumbianisch', 'col'],
  },
  {
    words: ['chile', 'chilenische', 'chilenischer', 'chilenisches', 'chilenischen', 'chilenischem'],
    names: ['chile', 'chilean', 'chilenisch', 'chi'],
  },
  {
    words: ['kuba', 'kubanische', 'kubanischer', 'kubanisches', 'kubanischen', 'kubanischem'],
    names: ['cuba', 'cuban', 'kuba', 'kubanisch', 'cub'],
  },
  {
    words: ['japan', 'japanische', 'japanischer', 'japanisches', 'japanischen', 'japanischem'],
    names: ['japan', 'japanese', 'japanisch', 'jpn'],
  },
  {
    words: ['china', 'chinesische', 'chinesischer', 'chinesisches', 'chinesischen', 'chinesischem'],
    names: ['china', 'chinese', 'chinesisch', 'chn'],
  },
  {
    words: [
      'sudkorea',
      'sudkoreanische',
      'sudkoreanischer',
      'sudkoreanisches',
      'sudkoreanischen',
      'sudkoreanischem',
    ],
    names: ['south korea', 'south korean', 'sudkorea', 'sudkoreanisch', 'kor'],
  },
  {
    words: ['indien', 'indische', 'indischer', 'indisches', 'indischen', 'indischem'],
    names: ['india', 'indian', 'indien', 'indisch', 'ind'],
  },
  {
    words: ['australien', 'australische', 'australischer', 'australisches', 'australischen', 'australischem'],
    names: ['australia', 'australian', 'australien', 'australisch', 'aus'],
  },
  {
    words: [
      'neuseeland',
      'neuseelandische',
      'neuseelandischer',
      'neuseelandisches',
      'neuseelandischen',
      'neuseelandischem',
    ],
    names: ['new zealand', 'neuseeland', 'neuseelandisch', 'nzl'],
  },
  {
    words: [
      'sudafrika',
      'sudafrikanische',
      'sudafrikanischer',
      'sudafrikanisches',
      'sudafrikanischen',
      'sudafrikanischem',
    ],
    names: ['south africa', 'south african', 'sudafrika', 'sudafrikanisch', 'rsa'],
  },
  {
    words: ['agypten', 'agyptische', 'agyptischer', 'agyptisches', 'agyptischen', 'agyptischem'],
    names: ['egypt', 'egyptian', 'agypten', 'agyptisch', 'egy'],
  },
  {
    words: ['kenia', 'kenianische', 'kenianischer', 'kenianisches', 'kenianischen', 'kenianischem'],
    names: ['kenya', 'kenyan', 'kenia', 'kenianisch', 'ken'],
  },
  {
    words: ['athiopien', 'athiopische', 'athiopischer', 'athiopisches', 'athiopischen', 'athiopischem'],
    names: ['ethiopia', 'ethiopian', 'athiopien', 'athiopisch', 'eth'],
  },
  {
    words: [
      'nigeria',
      'nigerianische',
      'nigerianischer',
      'nigerianisches',
      'nigerianischen',
      'nigerianischem',
    ],
    names: ['nigeria', 'nigerian', 'nigerianisch', 'ngr'],
  },
  {
    words: [
      'sowjetunion',
      'sowjetische',
      'sowjetischer',
      'sowjetisches',
      'sowjetischen',
      'sowjetischem',
      'ussr',
    ],
    names: ['soviet union', 'soviet', 'sowjetunion', 'sowjetisch', 'urs', 'ussr'],
  },
  {
    words: ['ddr', 'ostdeutsche', 'ostdeutscher', 'ostdeutsches', 'ostdeutschen', 'ostdeutschem'],
    names: ['east germany', 'east german', 'ddr', 'ostdeutsch', 'gdr'],
  },
  {
    words: ['israel', 'israelische', 'israelischer', 'israelisches', 'israelischen', 'israelischem'],
    names: ['israel', 'israeli', 'israelisch', 'isr'],
  },
  {
    words: ['iran', 'iranische', 'iranischer', 'iranisches', 'iranischen', 'iranischem'],
    names: ['iran', 'iranian', 'iranisch', 'iri'],
  },
]
