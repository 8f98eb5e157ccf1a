import type { Core } from '../core.ts'
import type { LoggedEvent } from '../events/dispatcher.ts'
import type { Streams } from './streams.ts'
export async function broadcast(
  _: { pool: Core['pool']; files: Core['files']; streams: Streams },
  _events: readonly LoggedEvent[],
): Promise<void> {}
