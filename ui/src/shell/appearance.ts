import { Store } from '../data/store.ts'

export type Theme = 'light' | 'dark' | 'system'
export type Density = 'comfortable' | 'compact'

export interface Appearance {
  theme: Theme
  density: Density
  /** Root size in pixels, 14 to 20. */
  size: number
}

const kept = 'cb-appearance'
const usual: Appearance = { theme: 'system', density: 'comfortable', size: 16 }

/** How this browser shows the dashboard. */
export function readAppearance(): Appearance {
  try {
    return { ...usual, ...JSON.parse(localStorage.getItem(kept) ?? '{}') }
  } catch {
    return usual
  }
}

/** What is shown now, for elements whose layout depends on it. */
export const appearance = new Store<Appearance>(usual)

/** Changes some of it, keeps it, and shows it at once. */
export function changeAppearance(change: Partial<Appearance>): void {
  const wanted = { ...readAppearance(), ...change }
  localStorage.setItem(kept, JSON.stringify(wanted))
  showAppearance(wanted)
}

export function showAppearance(wanted: Appearance = readAppearance()): void {
  const { theme, density, size } = wanted
  appearance.value = wanted
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  if (density === 'compact') root.dataset.density = density
  else delete root.dataset.density
  root.style.fontSize = size === usual.size ? '' : `${Math.min(20, Math.max(14, size))}px`
}
