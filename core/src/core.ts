import type { MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import type { Configuration } from './configuration/configuration.ts'
import type { Listener } from './database/listener.ts'
import type { Dispatcher } from './events/dispatcher.ts'
import type { Journal } from './events/journal.ts'
import type { Files } from './files/files.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { Mailer } from './mail/mail.ts'
import type { Log } from './observe/log.ts'
import type { Processes } from './processes/processes.ts'
import type { Realtime } from './realtime/realtime.ts'
import type { Cipher } from './secrets/cipher.ts'

/** The parts of a running Cordboard, put together once per process by `createCore`. */
export interface Core {
  readonly configuration: Configuration
  readonly log: Log
  readonly orm: MikroORM
  /** The ORM's own pool, for named prepared statements. */
  readonly pool: Pool
  /**
   * For what plugins ask for. They may ask in the midst of a transaction, which holds a connection of the ORM's pool: whoever
   * takes a second one there waits, under load, for others who do the same.
   */
  readonly pluginPool: Pool
  /** Notifications of other processes; one connection for all who listen. */
  readonly listener: Listener
  readonly cipher: Cipher
  readonly kernel: Kernel
  readonly journal: Journal
  readonly dispatcher: Dispatcher
  readonly jobs: Jobs
  readonly files: Files
  readonly realtime: Realtime
  readonly mail: Mailer
  readonly processes: Processes
}
