import { createKeybindingsHandler } from 'tinykeys'
import { isTyping } from '../elements/cb-toaster.ts'
import { type Command, commands } from './commands.ts'
import { openCommandBar } from './open-command-bar.ts'

const apple = /Mac|iPhone|iPad/.test(navigator.platform)

const withCommandKey = /\$mod|Control|Meta/
/** Keys that type nothing, and so work in texts too. */
const typesNothing = apple ? withCommandKey : /\$mod|Control|Meta|Alt/

/** Lets the keys of every command run it, whatever commands come and go. Gives back what ends it. */
export function startShortcuts(): () => void {
  let handle: (event: KeyboardEvent) => void = () => {}
  const bind = () => {
    handle = createKeybindingsHandler(bindingsOf(commands.all.value))
  }
  const press = (event: Event) => {
    if (event instanceof KeyboardEvent && !event.isComposing && !event.defaultPrevented) handle(event)
  }
  bind()
  const stop = commands.all.subscribe(bind)
  window.addEventListener('keydown', press)
  return () => {
    stop()
    window.removeEventListener('keydown', press)
  }
}

function bindingsOf(all: readonly Command[]): Record<string, (event: KeyboardEvent) => void> {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {}
  // The nearest command has the last word about its keys.
  for (const command of [...all].reverse()) {
    const { shortcut } = command
    if (shortcut) bindings[shortcut] = (event) => pressed(command, shortcut, event)
  }
  return bindings
}

function pressed(command: Command, shortcut: string, event: KeyboardEvent): void {
  if (command.when?.() === false) return
  if (isTyping(event) && !typesNothing.test(shortcut) && !command.worksInTexts) return
  const isInDialog = event.composedPath().some((target) => target instanceof HTMLDialogElement)
  if (isInDialog && !withCommandKey.test(shortcut)) return
  event.preventDefault()
  if (command.children) void openCommandBar(command)
  else command.run()
}
