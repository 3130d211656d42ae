export const functionWords = [
  'der',
  'die',
  'das',
  'den',
  'dem',
  'des',
  'ein',
  'eine',
  'einen',
  'einem',
  'einer',
  'eines',
  'in',
  'im',
  'ins',
  'am',
  'an',
  'auf',
  'aus',
  'von',
  'vom',
  'zu',
  'zum',
  'zur',
  'bei',
  'mit',
  'fur',
  'innerhalb',
  'ist',
  'sind',
  'war',
  'waren',
  'wird',
  'werden',
  'wurde',
  'wurden',
  'hat',
  'haben',
  'hatte',
  'hatten',
  'es',
  'sie',
  'er',
  'ich',
  'wir',
  'mir',
  'uns',
  'sich',
  'deren',
  'dessen',
  'denen',
  'dort',
  'da',
  'alle',
  'aller',
  'allen',
  'alles',
  'diese',
  'dieser',
  'dieses',
  'diesen',
  'diesem',
  'bestehen',
  'besteht',
  'befinden',
  'liegen',
  'liegt',
  'gehoren',
  'gehort',
]

export const indefinites = ['ein', 'eine', 'einen', 'einem', 'einer', 'eines']

export const definites = ['der', 'die', 'das', 'diese', 'dieser', 'dieses', 'diesem', 'dem', 'den']

export const haveVerbs = ['hat', 'hatte', 'haben', 'hatten']

export const stayVerbs = [
  'wohnt',
  'wohnen',
  'lebt',
  'leben',
  'arbeitet',
  'arbeiten',
  'liegt',
  'liegen',
  'steht',
  'stehen',
  'befindet',
  'befinden',
]

export const doVerbs: readonly string[] = []

export const nameOf = ['name der', 'name des', 'name von', 'namen der', 'namen des', 'namen von']

export const innerFunctionWords = ['welche', 'welcher', 'welches', 'welchen', 'wo']

export const questionVerbs = [
  'ist',
  'sind',
  'war',
  'waren',
  'hat',
  'haben',
  'hatte',
  'hatten',
  'wird',
  'wurde',
  'wurden',
  'kann',
]

export const singularVerbs = ['ist', 'war']

export const fillers = [
  'bitte',
  'kannst du mir sagen',
  'konnen sie mir sagen',
  'sag mir',
  'sage mir',
  'ich mochte wissen',
  'weisst du',
  'insgesamt',
  'in summe',
  'in den daten',
  'in der datei',
  'in diesem datensatz',
  'in der tabelle',
  'in dieser tabelle',
  'in der liste',
  'laut tabelle',
  'laut der tabelle',
  'kommen vor',
  'hallo',
  'danke',
]

export const columnNouns = ['spalte', 'spalten', 'feld']

export const presenceWords = ['mit', 'hat', 'haben', 'hatte', 'hatten']

export const kindNouns = ['typ', 'art', 'sorte', 'kategorie', 'klasse', 'namens', 'typs', 'name']

export const lightWords = [
  'vorhanden',
  'vor',
  'kommen',
  'kommt',
  'vorkommen',
  'vorkommt',
  'existieren',
  'existiert',
  'stehen',
  'steht',
  'enthalten',
  'enthalt',
  'uberhaupt',
  'eigentlich',
  'denn',
  'aufgefuhrt',
  'gelistet',
  'verzeichnet',
  'genannt',
  'erhalten',
  'erhielt',
  'bekam',
  'bekommen',
  'erzielt',
  'erzielte',
  'erreicht',
  'erreichte',
  'zusammen',
  'zusammengenommen',
]

export const lightVerbs = [
  'gewann',
  'gewonnen',
  'gewinnen',
  'holte',
  'geholt',
  'schoss',
  'geschossen',
  'fuhr',
  'gefahren',
  'verkauft',
  'verkaufte',
  'sammelte',
  'gesammelt',
]

export const amountVerbs = [
  ['verkauft', 'verkaufte', 'verkaufe', 'absatz', 'sold', 'sales'],
  ['schoss', 'geschossen', 'tore', 'goals'],
  ['gewann', 'gewonnen', 'gewinnen', 'siege', 'wins', 'won'],
]

export const propertyNouns = [
  'jahr',
  'monat',
  'tag',
  'datum',
  'zeit',
  'uhrzeit',
  'woche',
  'saison',
  'jahrzehnt',
  'jahrhundert',
  'zahl',
  'anzahl',
  'menge',
  'betrag',
  'prozent',
  'anteil',
  'rate',
  'ergebnis',
  'platz',
  'position',
  'rang',
  'typ',
  'art',
  'kategorie',
  'klasse',
  'flache',
  'grosse',
  'lange',
  'hohe',
  'gewicht',
  'breite',
  'dauer',
  'alter',
  'preis',
  'kosten',
  'wert',
  'summe',
  'durchschnitt',
  'unterschied',
  'farbe',
  'sprache',
  'nationalitat',
  'name',
  'titel',
  'grund',
  'bemerkung',
  'runde',
  'zeitraum',
  'ebene',
  'status',
  'methode',
  'format',
  'code',
  'buchstabe',
  'wort',
  'spalte',
  'zeile',
  'punkt',
  'tor',
  'einwohner',
  'abstand',
  'geschwindigkeit',
  'ort',
  'land',
  'staat',
  'region',
  'sieg',
  'niederlage',
  'unentschieden',
  'rolle',
]

export const eventVerbs = [
  'veroffentlicht',
  'gespielt',
  'spielte',
  'teilgenommen',
  'stattgefunden',
  'fanden',
  'statt',
  'erschien',
  'erschienen',
  'gebaut',
  'geboren',
  'eroffnet',
  'gegrundet',
  'gewahlt',
  'ernannt',
  'gestartet',
  'begonnen',
  'begann',
  'eingesetzt',
  'verwendet',
  'benutzt',
]

export const passives = {
  auxiliaries: ['ist', 'sind', 'war', 'waren', 'wird', 'werden', 'wurde', 'wurden'],
  verbs: ['abgehalten', 'ausgetragen', 'veranstaltet', 'hergestellt', 'produziert', 'angeboten'],
}

export const placeBounds = [
  'unter den ersten',
  'unter die ersten',
  'unter den besten',
  'unter die besten',
  'unter den top',
  'unter die top',
  'in den top',
  'in die top',
]

export const nextWords = ['nachste', 'nachster', 'nachstes', 'nachsten']

export const placeNouns = ['stadt']

export const adjectiveSuffixes = [
  'isch',
  'ische',
  'ischen',
  'ischer',
  'isches',
  'ste',
  'sten',
  'ster',
  'lich',
  'liche',
  'lichen',
  'ige',
  'igen',
]

export const amountNouns = [
  'sieg',
  'niederlage',
  'unentschieden',
  'punkt',
  'tor',
  'medaille',
  'runde',
  'stimme',
  'sitz',
  'kilometer',
  'meter',
  'jahr',
  'tag',
  'monat',
  'woche',
  'stunde',
  'minute',
  'sekunde',
  'euro',
  'prozent',
]

export const listWords = ['tabelle', 'liste', 'zeile', 'aufgelistet', 'aufgefuhrt']

export const winVerbs = ['gewann', 'gewannen', 'gewonnen', 'siegte', 'siegten']

export const lesserNouns = [
  'zeit',
  'lauf',
  'runde',
  'schlag',
  'rennen',
  'straf',
  'eigentor',
  'gegentor',
  'gegentreffer',
  'fehler',
  'verlust',
  'verlor',
  'niederlage',
  'rang',
  'alter',
]

export const plainPrepositions = ['unter']

export const exactWords = ['nur', 'bloss', 'lediglich']

export const totalPhrases = ['insgesamt', 'in summe', 'im ganzen']

export const combineWords = ['zusammen', 'zusammengenommen', 'gemeinsam']

export const placeNames = ['rang', 'platz', 'platzierung', 'position', 'rank', 'place', 'finish']

export const placeVerbs = [
  'belegte',
  'belegten',
  'belegt',
  'wurde',
  'wurden',
  'kam',
  'kamen',
  'erreichte',
  'erreichten',
  'landete',
  'landeten',
  'holte',
]

export const placeSpots = ['platz', 'rang', 'stelle', 'position', 'platze']

export const subjectNouns = [
  'mannschaft',
  'team',
  'verein',
  'spieler',
  'spielerin',
  'band',
  'gruppe',
  'schauspieler',
  'schauspielerin',
  'kunstler',
  'kunstlerin',
  'sanger',
  'sangerin',
  'sportler',
  'sportlerin',
  'fahrer',
  'fahrerin',
  'firma',
  'autor',
  'autorin',
  'serie',
]
