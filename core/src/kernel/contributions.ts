import type { JobHandler, PluginContext, PluginRouteHandler, RouteCollector } from './context.ts'
import { kernelError } from './errors.ts'
import type { Manifest, ManifestRoute } from './manifest.ts'

type Start = Parameters<PluginContext['onStart']>[0]

export interface MountedRoute extends ManifestRoute {
  pluginId: string
  handler: PluginRouteHandler
}

/** What a plugin hands over while it is set up, checked against its manifest. */
export class Contributions {
  readonly jobs = new Map<string, JobHandler>()
  readonly starts: Start[] = []
  readonly routes: MountedRoute[] = []
  readonly #manifest: Manifest
  #closed = false

  constructor(manifest: Manifest) {
    this.#manifest = manifest
  }

  /** The plugin's part of the hook `http.routes`. */
  readonly collector: RouteCollector = {
    handle: (method, path, handler) => {
      const { id, contributes } = this.#manifest
      const route = contributes.routes.find((one) => one.method === method.toUpperCase() && one.path === path)
      if (!route)
        throw kernelError(
          'plugin.undeclaredRoute',
          `Plugin "${id}" handles ${method} ${path}, which contributes.routes of its manifest does not list.`,
        )
      this.routes.push({ ...route, pluginId: id, handler })
    },
  }

  defineJob(name: string, handler: JobHandler): void {
    this.checkJob(name)
    this.#open(`defines the job ${name}`)
    this.jobs.set(name, handler)
  }

  onStart(start: Start): void {
    this.#open('calls onStart')
    this.starts.push(start)
  }

  checkJob(name: string): void {
    const { id, contributes } = this.#manifest
    if (contributes.jobs.some((job) => job.name === name)) return
    throw kernelError(
      'plugin.undeclaredJob',
      `Plugin "${id}" uses the job ${name}, which contributes.jobs of its manifest does not list.`,
    )
  }

  attemptsOf(name: string): number {
    return this.#manifest.contributes.jobs.find((job) => job.name === name)?.attempts ?? 6
  }

  /** Ends `setup`: every job and route of the manifest must have come. */
  close(): void {
    this.#closed = true
    const { id, contributes } = this.#manifest
    const idle = contributes.jobs.find(({ name }) => !this.jobs.has(name))
    if (idle)
      throw kernelError('plugin.undeclaredJob', `Plugin "${id}" lists the job ${idle.name} and does not define it.`)
  }

  checkRoutes(): void {
    const { id, contributes } = this.#manifest
    const missing = contributes.routes.find(
      ({ method, path }) => !this.routes.some((route) => route.method === method && route.path === path),
    )
    if (missing)
      throw kernelError(
        'plugin.undeclaredRoute',
        `Plugin "${id}" lists ${missing.method} ${missing.path} and does not handle it in http.routes.`,
      )
  }

  #open(what: string): void {
    if (this.#closed)
      throw kernelError('plugin.late', `Plugin "${this.#manifest.id}" ${what} after setup has ended. Do it in setup.`)
  }
}
