const kept = 'cb-recent-commands'
const most = 5

/** Ids of what was run last, the newest first. */
export function recentCommands(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(kept) ?? '[]')
    return Array.isArray(found) ? found.map(String) : []
  } catch {
    return []
  }
}

export function rememberCommand(id: string): void {
  const recent = [id, ...recentCommands().filter((other) => other !== id)].slice(0, most)
  localStorage.setItem(kept, JSON.stringify(recent))
}
