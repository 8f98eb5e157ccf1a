import type { IntlMessageFormat } from 'intl-messageformat'
import { type Area, languages, readTexts, type TextKey, type Texts } from './catalogue.ts'

export type Values = Record<string, string | number | Date | boolean>

const kept = 'cb-language'
const texts: Texts = {}
const loaded = new Map<Area, Promise<void>>()
const formats = new Map<string, IntlMessageFormat>()
let Format: typeof IntlMessageFormat | undefined

/** The language of the interface, e.g. `en`. Changing it loads the page again. */
export let language = 'en'

/** Decides on the language and tells the page. Called once, before anything is drawn. */
export function chooseLanguage(): void {
  language =
    [localStorage.getItem(kept), ...navigator.languages].map(known).find((found) => found !== undefined) ?? 'en'
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}

/** Keeps the language for this browser. True when the page has to be loaded again to show it. */
export function keepLanguage(wanted: string): boolean {
  const found = known(wanted)
  if (!found || found === language) return false
  localStorage.setItem(kept, found)
  return true
}

const known = (wanted: string | null | undefined): string | undefined => {
  const code = wanted?.toLowerCase().split(/[-_]/)[0]
  return code && code in languages ? code : undefined
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur'])
const directionOf = (code: string): 'ltr' | 'rtl' => (rightToLeft.has(code) ? 'rtl' : 'ltr')

/** Loads the texts of areas; a second call for the same area costs nothing. */
export async function loadTexts(...areas: readonly Area[]): Promise<void> {
  await Promise.all(areas.map(loadArea))
}

function loadArea(area: Area): Promise<void> {
  const known = loaded.get(area)
  if (known) return known
  const loading = readTexts(language, area).then(async (found) => {
    Object.assign(texts, found)
    // The formatter weighs as much as a screen: it comes with the first area that counts or chooses.
    if (!Format && Object.values(found).some((message) => /,\s*(plural|select|selectordinal)\s*,/.test(message)))
      Format = (await import('intl-messageformat')).IntlMessageFormat
  })
  loaded.set(area, loading)
  loading.catch(() => loaded.delete(area))
  return loading
}

/** A text in the reader's language, its places filled. */
export function t(key: TextKey, values?: Values): string {
  const message = texts[key]
  if (message === undefined) return key
  if (!message.includes('{')) return message
  return Format ? (formatOf(key, message, Format).format(values) as string) : fill(message, values)
}

function formatOf(key: string, message: string, Formatter: typeof IntlMessageFormat): IntlMessageFormat {
  const made = formats.get(key)
  if (made) return made
  const format = new Formatter(message, language)
  formats.set(key, format)
  return format
}

const fill = (message: string, values: Values = {}): string =>
  message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
