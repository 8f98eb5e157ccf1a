import type { PluginContext } from '@cordboard/core/kernel/index.ts'

export interface Plugin {
  /** Declares taps, routes and jobs. It opens no socket and reads no database; long-lived things start in `onStart`. */
  setup(context: PluginContext): void | Promise<void>
}

/** The default export of a plugin's `server` entry. */
export const definePlugin = (plugin: Plugin): Plugin => plugin
