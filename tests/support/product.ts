import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Configuration } from '@cordboard/core/configuration/configuration.ts'
import type { Core } from '@cordboard/core/core.ts'
import { createCore } from '@cordboard/core/create-core.ts'
import { createApplication } from '@cordboard/core/http/application.ts'
import { routes } from '@cordboard/core/http/routes.ts'
import { startCore, startJobs, stopCore } from '@cordboard/core/start-core.ts'
import { inject } from 'vitest'
import { createTestDatabase } from './database.ts'

export interface Product {
  core: Core
  server: Server
  /** `http://127.0.0.1:<port>` */
  url: string
  stop(): Promise<void>
}

/** A whole Cordboard process inside the test: own database, own port, own data folder. */
export async function startProduct(overrides: Partial<Configuration> = {}): Promise<Product> {
  const database = await createTestDatabase(inject('postgres'))
  const dataDirectory = await mkdtemp(join(tmpdir(), 'cordboard-test-'))
  const core = await createCore({
    host: '127.0.0.1',
    port: 0,
    url: 'http://127.0.0.1',
    dataDirectory,
    databaseUrl: database.url,
    secretKey: 'a secret key of a test, long enough',
    signup: false,
    logLevel: process.env.CORDBOARD_LOG_LEVEL ?? 'fatal',
    smtpUrl: undefined,
    mailFrom: 'Cordboard <support@cordboard.test>',
    temporal: { address: undefined, namespace: 'default', ui: undefined },
    registryUrl: undefined,
    // Plugins of the tests; `pluginFolders` adds single ones.
    pluginsDirectory: join(import.meta.dirname, 'plugins'),
    environment: {},
    ...overrides,
  })
  const server = createApplication(core, routes)
  core.realtime.attach(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(core.configuration, { url })
  await startCore(core)
  await startJobs(core)
  return {
    core,
    server,
    url,
    async stop() {
      server.closeAllConnections()
      server.close()
      await stopCore(core)
      await database.drop()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}
