import type { IntlMessageFormat } from 'intl-messageformat'
import { language, type Values } from '../shell/language.ts'

/** The texts of a plugin in the reader's language; what that lacks is said in English. */
export interface PanelTexts {
  has(key: string): boolean
  t(key: string, values?: Values): string
}

type Texts = Record<string, string>

const fallback = 'en'
const loaded = new Map<string, Promise<PanelTexts>>()

/** Loads a plugin's texts once; `addresses` are those of its languages. */
export function loadPanelTexts(addresses: Readonly<Record<string, string>>): Promise<PanelTexts> {
  const key = JSON.stringify(addresses)
  const known = loaded.get(key)
  if (known) return known
  const loading = load(addresses)
  loaded.set(key, loading)
  loading.catch(() => loaded.delete(key))
  return loading
}

async function load(addresses: Readonly<Record<string, string>>): Promise<PanelTexts> {
  const [english, own] = await Promise.all([read(addresses[fallback]), read(addresses[language])])
  const texts: Texts = { ...english, ...own }
  const needsFormat = Object.values(texts).some((message) => message.includes('{'))
  const Format = needsFormat ? (await import('intl-messageformat')).IntlMessageFormat : undefined
  const formats = new Map<string, IntlMessageFormat>()
  const formatOf = (key: string, message: string): IntlMessageFormat | undefined => {
    const known = formats.get(key)
    if (known || !Format) return known
    const made = new Format(message, own?.[key] === undefined ? fallback : language)
    formats.set(key, made)
    return made
  }
  return {
    has: (key) => key in texts,
    t(key, values) {
      const message = texts[key]
      if (message === undefined) return key
      return message.includes('{') ? String(formatOf(key, message)?.format(values)) : message
    },
  }
}

async function read(address: string | undefined): Promise<Texts | undefined> {
  if (!address) return undefined
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  return response.json()
}
