import type { Core } from '../../core.ts'
import { kernelError } from '../../kernel/errors.ts'
import type { PluginDescription } from '../../kernel/kernel.ts'

/** A plugin of the installation, loaded or failed. */
export function findPlugin({ kernel }: Core, id: string | undefined): PluginDescription {
  const plugin = kernel.plugins().find((one) => one.id === id)
  if (!plugin) throw kernelError('plugin.unknown', 'There is no plugin of that id')
  return plugin
}
