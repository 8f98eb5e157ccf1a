import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'

const largestPackage = '50mb'

export interface Registry {
  url: string
  stop(): Promise<void>
}

/** Runs the plugin registry inside this process. It asks no other registry: what is not published here is not there. */
export async function startRegistry({ folder, port }: { folder: string; port: number }): Promise<Registry> {
  const { runServer } = await import('verdaccio')
  await mkdir(folder, { recursive: true })
  const server: Server = await runServer(configuration(folder))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  return {
    url: `http://localhost:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const configuration = (folder: string) =>
  ({
    self_path: folder,
    configPath: join(folder, 'config.yaml'),
    storage: join(folder, 'storage'),
    uplinks: {},
    auth: { htpasswd: { file: join(folder, 'users'), max_users: 100 } },
    packages: {
      '@*/cordboard-plugin-*': { access: '$all', publish: '$authenticated', unpublish: '$authenticated' },
      'cordboard-plugin-*': { access: '$all', publish: '$authenticated', unpublish: '$authenticated' },
    },
    security: { api: { legacy: false, jwt: { sign: { expiresIn: '1h' } } } },
    web: { enable: false },
    max_body_size: largestPackage,
    log: { type: 'stdout', format: 'json', level: 'fatal' },
  }) as unknown as Parameters<typeof import('verdaccio').runServer>[0] & object
