import type { Core } from '../core.ts'
import { type PageHosts, pageHosts } from '../kernel/page-hosts.ts'
import { fileAddress, readPanelBuild } from './panel-build.ts'

/** What the dashboard's page has to say for the panels of plugins. */
export interface PageNeeds extends PageHosts {
  /** What their scripts must be, by address: the browser refuses others. */
  integrity: Record<string, string>
}

/**
 * What the loaded plugins need of the dashboard's page. The page is made before anybody knows for which account it will
 * stand: so it is what is installed that counts, not what is on.
 */
export async function pageNeeds({ kernel, configuration }: Core): Promise<PageNeeds> {
  const plugins = kernel
    .generation()
    .parts.map(({ plugin }) => plugin)
    .filter(({ manifest }) => manifest.contributes.panels.length > 0)
  const hosts = plugins.map(({ manifest }) => pageHosts(manifest, configuration.environment))
  const built = plugins.map(async ({ folder, manifest }) =>
    Object.entries((await readPanelBuild(folder))?.integrity ?? {}).map(([file, hash]) => [
      fileAddress(manifest, file),
      hash,
    ]),
  )
  return {
    scripts: unique(hosts.flatMap(({ scripts }) => scripts)),
    connections: unique(hosts.flatMap(({ connections }) => connections)),
    integrity: Object.fromEntries((await Promise.all(built)).flat()),
  }
}

const unique = (origins: readonly string[]): string[] => [...new Set(origins)]
