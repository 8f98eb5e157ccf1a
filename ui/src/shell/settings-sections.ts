import type { Glyph } from '../elements/glyph.ts'
import type { TextKey } from './catalogue.ts'

export interface SettingsPage {
  title: TextKey
  icon: Glyph
  /** After `/app/accounts/<id>/settings/`. */
  path: string
  /** Agents see only the pages that are theirs. */
  access: 'member' | 'administrator'
}

export interface SettingsSection {
  title: TextKey
  pages: SettingsPage[]
}

/** The navigation of the settings, in the order shown. */
export const settingsSections: SettingsSection[] = []
