import type { Configuration } from './configuration/configuration.ts'
import type { Core } from './core.ts'
import { createListener } from './database/listener.ts'
import { openDatabase, openPool } from './database/orm.ts'
import { poolOf } from './database/query.ts'
import { defineDomainJobs } from './domain/domain-jobs.ts'
import { createDispatcher } from './events/create-dispatcher.ts'
import { createJournal } from './events/create-journal.ts'
import { createFiles } from './files/create-files.ts'
import { createJobs } from './jobs/create-jobs.ts'
import { createKernel } from './kernel/create-kernel.ts'
import { createMailer } from './mail/create-mailer.ts'
import { createLog } from './observe/log.ts'
import { createProcesses } from './processes/create-processes.ts'
import { createRealtime } from './realtime/create-realtime.ts'
import { createCipher } from './secrets/cipher.ts'

const pluginConnections = 4

/** Puts the parts of a process together. Nothing is listening or reading the queue yet: that is `start`. */
export async function createCore(configuration: Configuration): Promise<Core> {
  const orm = openDatabase(configuration.databaseUrl)
  const core = {
    configuration,
    orm,
    log: createLog(configuration.logLevel),
    pool: await poolOf(orm.em.fork()),
    pluginPool: openPool(configuration.databaseUrl, pluginConnections),
    cipher: createCipher(configuration.secretKey),
  } as { -readonly [Part in keyof Core]: Core[Part] }
  core.listener = createListener(configuration.databaseUrl, core.log)
  core.kernel = createKernel(core)
  core.files = createFiles(core)
  core.jobs = createJobs(core)
  core.mail = createMailer(core)
  core.dispatcher = createDispatcher(core)
  core.realtime = createRealtime(core)
  core.journal = createJournal(core)
  core.processes = createProcesses(core)
  defineDomainJobs(core)
  return core
}
