import type auth from '../../locales/en/auth.json'
import type commands from '../../locales/en/commands.json'
import type desk from '../../locales/en/desk.json'
import type elements from '../../locales/en/elements.json'
import type panels from '../../locales/en/panels.json'
import type settings from '../../locales/en/settings.json'
import type shell from '../../locales/en/shell.json'

/** One file of texts a language; loaded with the first screen that names it. */
interface Areas {
  auth: typeof auth
  commands: typeof commands
  desk: typeof desk
  elements: typeof elements
  panels: typeof panels
  settings: typeof settings
  shell: typeof shell
}

export type Area = keyof Areas
type KeysOf<Name extends Area> = Name extends Area ? keyof Areas[Name] : never
/** A key of any area's English file. */
export type TextKey = KeysOf<Area>

export type Texts = Record<string, string>

const files = import.meta.glob<Texts>('../../locales/*/*.json', { import: 'default' })

/** Languages that have texts, each in its own name. */
export const languages: Readonly<Record<string, string>> = { en: 'English', es: 'Español' }

export async function readTexts(language: string, area: Area): Promise<Texts> {
  const load = files[`../../locales/${language}/${area}.json`]
  return load ? load() : {}
}
