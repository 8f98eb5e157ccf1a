import type { Core } from '../core.ts'
import { type PageHosts, pageHosts } from '../kernel/page-hosts.ts'

/**
 * What the loaded plugins may use of the world outside in the dashboard's page. The page is made before anybody knows for
 * which account it will stand: so it is what is installed that counts, not what is on.
 */
export function outsideHosts({ kernel, configuration }: Core): PageHosts {
  const hosts = kernel.generation().parts.map(({ plugin }) => pageHosts(plugin.manifest, configuration.environment))
  return {
    scripts: unique(hosts.flatMap(({ scripts }) => scripts)),
    connections: unique(hosts.flatMap(({ connections }) => connections)),
  }
}

const unique = (origins: readonly string[]): string[] => [...new Set(origins)]
