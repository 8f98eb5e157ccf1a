import { join } from 'node:path'
import type { Middleware } from 'koa'
import type { Core } from '../core.ts'
import { builtFolder, readPanelBuild } from '../panels/panel-build.ts'
import { serveFile } from './static-file.ts'

const address = /^\/plugins\/([a-z][a-z0-9-]+)\/(\d+\.\d+\.\d+[^/]*)\/ui\/(.+)$/

/** Serves what the build of loaded plugins' panels made, under `/plugins/<id>/<version>/ui/`: those files and no others. */
export function servePanelFiles(core: Core): Middleware {
  return async (context, next) => {
    if (context.method !== 'GET' && context.method !== 'HEAD') return next()
    const [, id, version, name = ''] = address.exec(context.path) ?? []
    if (!id) return next()
    const found = core.kernel.generation().parts.find(({ plugin }) => plugin.id === id)?.plugin
    if (!found || found.manifest.version !== version) return serveFile(context, undefined)
    const build = await readPanelBuild(found.folder)
    await serveFile(context, build?.files.includes(name) ? join(builtFolder(found.folder), name) : undefined)
  }
}
