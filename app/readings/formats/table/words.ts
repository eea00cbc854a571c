/** Words that operators and programs use in German, English, Dutch, French and Italian files, and what they mean. */

import type { ReadingQuality } from '../../reading-store'

/** `volume`: cubic metres or litres of something that is not named. */
export type Medium = 'electricity' | 'gas' | 'heat' | 'water' | 'volume'
export type Register = 'drawn' | 'fed-in'
export type EnergyUnit = 'Wh' | 'kWh' | 'MWh' | 'W' | 'kW'

/** A short OBIS number has one digit behind its second point; 2.8.2023 and 1.8.23 are days in August. */
const FED_IN =
  /einspeis|eingespeist|r(?:ü|ue)ck(?:speis|liefer)|lieferung ins netz|feed.?in|export|return|terug(?:ge)?lever|injecti|injectie|generation|immission|immess|(?:deliver|suppli)ed[ _](?:(?:in)?to[ _](?:the[ _])?(?:grid|net)|by[ _](?:the[ _])?(?:client|customer|consumer|user))|(?:^|\D)[12]-\d:2\.(?:[89]|29)\.|(?:^|[^\d.])2\.(?:8|29)\.\d(?!\d)|(?:^|\W)A-(?:\W|$)/iu
const DRAWN =
  /verbrauch|bezug|bezogen|entnahme|consumption|import|offtake|usage|drawn|afname|verbruik|stand(?:normaal|dal)|preliev|consum|delivered(?![ _](?:(?:in)?to[ _](?:the[ _])?(?:grid|net)|by[ _]))|soutirage|electricity \d|(?:^|\D)[12]-\d:1\.(?:[89]|29)\.|(?:^|[^\d.])1\.(?:8|29)\.\d(?!\d)|(?:^|\W)A\+(?:\W|$)/iu

export function registerOf(text: string): Register | null {
  if (FED_IN.test(text)) return 'fed-in'
  return DRAWN.test(text) ? 'drawn' : null
}

/** Drawn less fed in: which of them a number is depends on its sign. */
export function isNetName(name: string): boolean {
  const text = name.replace(/electricity \d/iu, '')
  return /sald|netto|\bnet\b|bilanz|balance/iu.test(parted(text)) || (FED_IN.test(text) && DRAWN.test(text))
}

export function mediumOf(text: string): Medium {
  if (/wasser(?!kraft)|\bwater|\bacqua\b/iu.test(text)) return 'water'
  if (HEAT.test(text)) return 'heat'
  if (GAS.test(text)) return 'gas'
  return /m³|\bm3\b|\bft³|\bccf\b|\blit(?:er|res?)\b/iu.test(text) ? 'volume' : 'electricity'
}

/** A heat pump and a power station on a river use and make electricity. */
const HEAT =
  /(?:fern|nah)w(?:ä|ae)rme|w(?:ä|ae)rme(?:menge|z(?:ä|ae)hler|verbrauch)|\bheat(?:ing)?\b(?! ?pump)|warmte(?!pomp)|\bGJ\b|\bchaleur\b/iu
const GAS = /\bgas(?:z(?:ä|ae)hler|verbrauch|bezug|menge|meter|stand)?\b|erdgas|aardgas|\bgaz\b|\btherms?\b/iu

/** Whether a text says itself that it is about electricity. */
export function isElectric(text: string): boolean {
  return /strom|elektri|electri|elettric|\bpower\b|photovolt|\bpv\b|w(?:ä|ae)rmepumpe|heat ?pump|(?:^|\D)[12]-\d:[12]\.[89]\./iu.test(
    text
  )
}

/** Of an energy community: what neighbours covered is told beside what the grid delivered. */
export function communityPartOf(name: string): 'rest' | 'covered' | null {
  if (/restnetzbezug|restverbrauch|restbezug/iu.test(name)) return 'rest'
  return /eigendeckung|ideeller anteil|gemeinschaft|teilnahmefaktor|(?:ü|ue)berschuss/iu.test(name) ? 'covered' : null
}

export function unitOf(text: string): EnergyUnit | null {
  // Energy per hour is power.
  if (/(?<!\p{L})kWh ?\/ ?h(?!\p{L})/iu.test(text)) return 'kW'
  const unit = /(?<!\p{L})([kM]?Wh|kW|KWH|MWH|kwh)(?!\p{L})/u.exec(text)?.[1]
  if (unit?.toLowerCase() === 'kwh' || /kilowatt.?hours?/iu.test(text)) return 'kWh'
  if (unit === 'MWH') return 'MWh'
  // A letter alone may begin a name, as that of a flat or of a person: it is a unit at the end or in brackets.
  return (unit as EnergyUnit | undefined) ?? (/(?:(?<![\p{L}\d])W|\[W\]|\(W\))$/u.test(text.trim()) ? 'W' : null)
}

export function isPower(unit: EnergyUnit | null): boolean {
  return unit === 'W' || unit === 'kW'
}

/** Columns with numbers that are no energy, or not what was measured. */
export function isOther(name: string): boolean {
  return PRICE.test(name) || NOT_MEASURED.test(name) || NO_ENERGY.test(name)
}

/** A price for each kWh, too, which has a unit of energy in its name: but Verbrauch/kWh is energy. */
const PRICE =
  /€|\beur\b|\$|kosten|preis|price|cost|charge|betrag|\bprix\b|\bprij[sz]|\bprezz|\bimporto\b|(?<!\p{L})(?:ct|cents?|c|p|pence|chf|rp|rappen|(?:ö|ø)re)\.? ?(?:\/|per|pro|je) ?[km]?wh(?!\p{L})/iu
const NOT_MEASURED = /progno[sz]|forecast|vorhersage|vorjahr|previous year|last year|\blimit\b/iu
const NO_ENERGY =
  /temperatur|°c|spannung|\bvolt|strom(?:st(?:ä|ae)rke)|\bamp|cos|blind|\bvarh?\b|kvarh|\bmax\b|percent|%|events?/iu

export function isRegisterName(name: string): boolean {
  return /kumul|cumul|aufgelaufen|z(?:ä|ae)hlerst(?:a|ä|ae)nd|meterstand|meter reading|register reading|stand(?:normaal|dal)|teruglevering(?:normaal|dal)|\bstand\b|\bindex\b/iu.test(
    name
  )
}

/** Names of programs part words by lines below: end_time. */
function parted(name: string): string {
  return name.replaceAll('_', ' ').toLowerCase()
}

const PART =
  /\p{L}*tari[fe]\p{L}*(?: ?\d| \p{L}(?!\p{L}))?|\b(?:[hn]t|t ?\d|tag|nacht|day|night|dag|high|low|hoog|laag|hoch|niedrig|peak|off-?peak|normaa?l|dal|piek|spitze|f ?[1-4])\b|(?:tag|nacht)(?:strom|verbrauch|bezug)|normaal|laag|hoog|dal$|\b[12]\.[89]\.[1-9]\b/gu

/** Which part of a register a column is: a tariff by name, by number or by OBIS. Null where its name tells none. */
export function partOf(name: string): string | null {
  const found = parted(name).match(PART)
  return found ? found.join(' ') : null
}

export function isTotalName(name: string): boolean {
  return /gesamt|total|totaal|\b[12]\.[89]\.0\b|summe/iu.test(name)
}

/** What came over the grid; null for what a home used of all its sources, and for names that tell neither. */
export function sourceOf(name: string): 'grid' | 'home' | null {
  const text = parted(name)
  if (isOwnUse(name)) return 'home'
  if (/netz|grid|bezug|bezogen|import|afname/u.test(text)) return 'grid'
  return HOME.test(text) ? 'home' : null
}

/** What a home used of its roof or its battery. */
export function isOwnUse(name: string): boolean {
  return OWN.test(parted(name))
}

/** What a roof made is more than what went into the grid. */
export function isMade(name: string): boolean {
  return /generation/iu.test(name) && !FED_IN.test(name.replace(/generation/giu, ''))
}

const OWN = /batter|akku|speicher|storage|\bpv|solar|eigen|direkt|direct|\bself/u
const HOME =
  /haus(?!halt)|\bhome|\bhouse(?!hold)|gesamt|total|^(?:strom)?(?:verbrauch|consumption|usage)(?:\W*[km]?wh)?\W*$/u

export function isEndName(name: string): boolean {
  return /\b(?:bis|ende?|until|to|tot|einde|end(?:e)?(?:datum|uhrzeit|date|time))\b|ende$|enddatum|enduhrzeit|zeit bis/iu.test(
    parted(name)
  )
}

/** Names of single stamps that speak of the end of the interval or of the moment of reading. */
export function isMomentName(name: string): boolean {
  return /messzeitpunkt|ablesezeitpunkt|zeitstempel ende|reading time/iu.test(name)
}

export function isMeterName(name: string): 'point' | 'meter' | null {
  if (
    /z(?:ä|ae)hlpunkt|\bzp\b|zp-nummer|metering ?point|\bean\b|\bpod\b|mpan|\bnmi\b|messlokation|marktlokation|\bmalo\b|\bmelo\b/iu.test(
      name
    )
  )
    return 'point'
  return /z(?:ä|ae)hlernummer|meter ?(?:id|number|nr|serial)|^meter$|meternummer|seriennummer/iu.test(name)
    ? 'meter'
    : null
}

/** Null for a word that is not known: said to the person, taken as measured. */
export function qualityOf(word: string): ReadingQuality | null {
  const text = word.trim()
  if (
    text === '' ||
    /^(?:G|VAL|L1|W|R|A|0|valid|read|measured|actual|wahrer wert|gemessen|gelesen|gelezen|gemeten|uitgelezen)$/iu.test(
      text
    )
  )
    return 'measured'
  if (/ersatzwert|substitut|\bL2\b|^(?:S|J|E\d?|SUB|F)$/iu.test(text)) return 'substituted'
  if (/gesch(?:ä|ae)tzt|rechnerisch|estimat|\bEST\b|fraglich|vorl(?:ä|ae)ufig|\bL3\b|geschat|prognos/iu.test(text))
    return 'estimated'
  if (/ung(?:ü|ue)ltig|invalid|not valid|\b(?:nicht|not|niet|non)\b/iu.test(text)) return null
  return /g(?:ü|ue)ltig|gemessen|\bL1\b|no consumption|geen verbruik/iu.test(text) ? 'measured' : null
}

/** Words that say that there is no value, or none that counts, whatever stands in the number's cell. */
export function saysMissing(word: string): boolean {
  // What stands in for an invalid value is one.
  return MISSING.test(word) || (qualityOf(word) === null && NOT_VALID.test(word))
}

const MISSING = /fehlt|fehlend|missing|nicht vorhanden|kein wert|no consumption|geen verbruik/iu
const NOT_VALID = /ung(?:ü|ue)ltig|nicht g(?:ü|ue)ltig|\binvalid|\bnot valid\b|ongeldig|niet geldig|non valid[eo]\b/iu

/** Whether a word only says what a value is: a register, a medium, a quality. */
export function labelWordIsPlain(word: string): boolean {
  if (word.length > 60 || /\d{3,}/u.test(word)) return false
  return (
    registerOf(word) !== null ||
    qualityOf(word) !== null ||
    saysMissing(word) ||
    /^(?:elektri|electri|gas|strom)/iu.test(word)
  )
}
