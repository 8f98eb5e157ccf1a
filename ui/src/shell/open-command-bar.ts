import type { Command } from './commands.ts'
import { loadTexts } from './language.ts'

/** Opens the command bar, inside a command's choices when one is given. Pressed again it closes. */
export async function openCommandBar(scope?: Command): Promise<void> {
  await Promise.all([loadTexts('commands'), import('./cb-command-bar.ts')])
  const open = document.querySelector('cb-command-bar')
  if (open) {
    open.close()
    return
  }
  const bar = document.createElement('cb-command-bar')
  if (scope) bar.path = [scope]
  document.body.append(bar)
}

/** Opens the list of all shortcuts. */
export async function openShortcuts(): Promise<void> {
  await Promise.all([loadTexts('commands'), import('./cb-shortcut-sheet.ts')])
  if (!document.querySelector('cb-shortcut-sheet')) document.body.append(document.createElement('cb-shortcut-sheet'))
}
