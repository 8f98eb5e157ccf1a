import { Store } from '../data/store.ts'
import type { Glyph } from '../elements/glyph.ts'

/** Something that can be done by name from the command bar, or by its keys. */
export interface Command {
  id: string
  title: string
  /** Heading that it stands under. */
  section: string
  icon?: Glyph
  /** Other words that find it. */
  keywords?: readonly string[]
  /** A chord or sequence for tinykeys, e.g. `Alt+KeyE` or `g c`. */
  shortcut?: string
  /** Its keys also work where they would type a letter. */
  worksInTexts?: boolean
  /** False hides it for now. */
  when?: () => boolean
  run: () => void
  /** Choices that open instead of running, e.g. agents to assign. */
  children?: () => readonly Command[]
}

/** What can be done now. Screens add theirs while they are shown. */
class CommandRegistry {
  readonly all = new Store<readonly Command[]>([])

  /** The last ones stand first: what a screen adds is nearer than what is always there. Gives back what takes them away again. */
  add(...commands: readonly Command[]): () => void {
    this.all.value = [...commands, ...this.all.value]
    return () => {
      this.all.value = this.all.value.filter((command) => !commands.includes(command))
    }
  }

  available(): readonly Command[] {
    return this.all.value.filter((command) => command.when?.() ?? true)
  }

  run(id: string): void {
    this.available()
      .find((command) => command.id === id)
      ?.run()
  }
}

export const commands = new CommandRegistry()
