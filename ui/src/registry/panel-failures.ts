import type { Panel } from '../data/panels.ts'
import { panelKey } from './panels.ts'

const kept = 'cb-panel-failures'
const most = 3

const read = (): Record<string, number> => {
  try {
    return JSON.parse(sessionStorage.getItem(kept) ?? '{}')
  } catch {
    return {}
  }
}

/** Counts a failure of a panel in this browser session. */
export function countFailure(panel: Panel): void {
  const counts = read()
  const key = panelKey(panel)
  sessionStorage.setItem(kept, JSON.stringify({ ...counts, [key]: (counts[key] ?? 0) + 1 }))
}

/** Whether a panel failed so often that it is not started any more in this session. */
export const isGivenUp = (panel: Panel): boolean => (read()[panelKey(panel)] ?? 0) >= most
