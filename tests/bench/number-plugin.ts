import { join } from 'node:path'
import { root } from './processes.ts'

/** The channel of the examples: small, and with a durable process. */
export const numberPlugin = {
  id: 'channel-number',
  folder: join(root, 'plugin-sdk/examples/channel-number'),
  entry: './workflows/index.ts',
}
