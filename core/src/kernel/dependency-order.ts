import satisfies from 'semver/functions/satisfies.js'
import type { CordboardError } from '../errors.ts'
import { kernelError } from './errors.ts'
import type { FoundPlugin } from './find-plugins.ts'
import type { Manifest } from './manifest.ts'

type Readable = FoundPlugin & { manifest: Manifest }

export interface Ordered {
  /** In the order of setting up: a plugin after those it needs, else by id. */
  order: Readable[]
  failed: (FoundPlugin & { error: CordboardError })[]
}

/** Puts plugins in order and leaves out those that can not be together or lack what they need, with the reason. */
export function orderPlugins(found: readonly FoundPlugin[]): Ordered {
  const failed: Ordered['failed'] = []
  const fail = (plugin: FoundPlugin, error: CordboardError) => void failed.push({ ...plugin, error })
  const usable = new Map<string, Readable>()
  for (const plugin of found) {
    if (!plugin.manifest || plugin.error)
      fail(plugin, plugin.error ?? kernelError('manifest.unreadable', `${plugin.id}: no manifest`))
    else if (usable.has(plugin.id)) fail(plugin, duplicate(plugin, usable.get(plugin.id) as Readable))
    else usable.set(plugin.id, plugin as Readable)
  }
  const leaveOut = (check: (plugin: Readable) => CordboardError | undefined) => {
    for (const plugin of byId(usable)) {
      const error = check(plugin)
      if (!error) continue
      usable.delete(plugin.id)
      fail(plugin, error)
    }
  }
  leaveOut(conflictIn(usable))
  leaveOut(channelTaken())
  const cyclic = cycles(usable)
  leaveOut((plugin) => cyclic.get(plugin.id))
  // A plugin that is left out may be what another needs: again until nothing changes.
  for (let before = -1; before !== usable.size; ) {
    before = usable.size
    leaveOut(missingIn(usable, failed))
  }
  return { order: inOrder(usable), failed }
}

const byId = (plugins: Map<string, Readable>) => [...plugins.values()].sort((a, b) => (a.id < b.id ? -1 : 1))

const duplicate = (plugin: FoundPlugin, first: FoundPlugin) =>
  kernelError('plugin.duplicate', `Plugin "${plugin.id}" is in ${first.folder} and in ${plugin.folder}. Remove one.`)

const conflictIn = (usable: Map<string, Readable>) => (plugin: Readable) => {
  const other = [...usable.values()].find(
    ({ id, manifest }) =>
      id !== plugin.id && (plugin.manifest.conflicts.includes(id) || manifest.conflicts.includes(plugin.id)),
  )
  return (
    other &&
    kernelError('plugin.conflict', `Plugin "${plugin.id}" can not be loaded beside "${other.id}". Remove one of them.`)
  )
}

function channelTaken() {
  const owners = new Map<string, string>()
  return ({ id, manifest }: Readable) => {
    for (const { type } of manifest.contributes.channels) {
      const owner = owners.get(type)
      if (owner)
        return kernelError('plugin.channelTaken', `Plugins "${owner}" and "${id}" both bring ${type}. Remove one.`)
      owners.set(type, id)
    }
    return undefined
  }
}

const missingIn = (usable: Map<string, Readable>, failed: Ordered['failed']) => (plugin: Readable) => {
  for (const [id, range] of Object.entries(plugin.manifest.dependencies)) {
    const needed = usable.get(id)
    const lost = failed.some((other) => other.id === id)
    if (!needed)
      return kernelError(
        'plugin.dependencyMissing',
        `Plugin "${plugin.id}" needs "${id}" ${range}, which ${lost ? 'did not load' : 'is not installed'}.`,
      )
    if (!satisfies(needed.manifest.version, range, { includePrerelease: true }))
      return kernelError(
        'plugin.dependencyMissing',
        `Plugin "${plugin.id}" needs "${id}" ${range}, installed is ${needed.manifest.version}.`,
      )
  }
  return undefined
}

const needsOf = ({ manifest }: Readable, usable: Map<string, Readable>) =>
  [...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)]
    .filter((id) => usable.has(id))
    .sort()

function cycles(usable: Map<string, Readable>): Map<string, CordboardError> {
  const found = new Map<string, CordboardError>()
  const done = new Set<string>()
  const visit = (id: string, path: string[]): void => {
    const start = path.indexOf(id)
    if (start >= 0) {
      const circle = path.slice(start)
      const text = [...circle, id].join(' -> ')
      for (const member of circle)
        found.set(member, kernelError('plugin.dependencyCycle', `Plugins need each other: ${text}.`))
      return
    }
    if (done.has(id)) return
    for (const next of needsOf(usable.get(id) as Readable, usable)) visit(next, [...path, id])
    done.add(id)
  }
  for (const { id } of byId(usable)) visit(id, [])
  return found
}

function inOrder(usable: Map<string, Readable>): Readable[] {
  const order: Readable[] = []
  const placed = new Set<string>()
  const place = (plugin: Readable): void => {
    if (placed.has(plugin.id)) return
    placed.add(plugin.id)
    for (const id of needsOf(plugin, usable)) place(usable.get(id) as Readable)
    order.push(plugin)
  }
  byId(usable).forEach(place)
  return order
}
