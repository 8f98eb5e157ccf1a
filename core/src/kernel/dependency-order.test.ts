import { describe, expect, it } from 'vitest'
import { checkManifest } from './check-manifest.ts'
import { orderPlugins } from './dependency-order.ts'

const found = (id: string, more: Record<string, unknown> = {}, folder = `/plugins/${id}`) => ({
  id,
  folder,
  manifest: checkManifest(
    { id, name: id, version: '1.2.0', engines: { cordboard: '*' }, permissions: [], ...more },
    id,
  ),
})
const channel = { contributes: { channels: [{ type: 'Channel::Pigeon', label: 'Pigeon', capabilities: {} }] } }
const outcome = (...plugins: ReturnType<typeof found>[]) => {
  const { order, failed } = orderPlugins(plugins)
  return {
    order: order.map(({ id }) => id),
    failed: Object.fromEntries(failed.map(({ id, error }) => [id, error.message])),
  }
}

describe('the order of plugins', () => {
  it('is dependencies first, then by id, however they were found', () => {
    const a = found('aaa', { dependencies: { zzz: '^1.0.0' } })
    const z = found('zzz')
    const m = found('mmm', { optionalDependencies: { nobody: '*', zzz: '*' } })

    expect(outcome(a, m, z).order).toEqual(['zzz', 'aaa', 'mmm'])
    expect(outcome(z, m, a).order).toEqual(['zzz', 'aaa', 'mmm'])
  })

  it('names a circle and leaves it out, with whoever needs it', () => {
    const { order, failed } = outcome(
      found('one', { dependencies: { two: '*' } }),
      found('two', { dependencies: { three: '*' } }),
      found('three', { dependencies: { one: '*' } }),
      found('four', { dependencies: { one: '*' } }),
      found('free'),
    )

    expect(order).toEqual(['free'])
    expect(failed.one).toBe('Plugins need each other: one -> two -> three -> one.')
    expect(failed.four).toBe('Plugin "four" needs "one" *, which did not load.')
  })

  it('names what is missing or too old', () => {
    const { failed } = outcome(
      found('lone', { dependencies: { nobody: '^2.0.0' } }),
      found('base'),
      found('newer', { dependencies: { base: '^2.0.0' } }),
    )

    expect(failed).toEqual({
      lone: 'Plugin "lone" needs "nobody" ^2.0.0, which is not installed.',
      newer: 'Plugin "newer" needs "base" ^2.0.0, installed is 1.2.0.',
    })
  })

  it('keeps apart what refuses to be together', () => {
    expect(outcome(found('cat'), found('dog', { conflicts: ['cat'] })).failed).toEqual({
      cat: 'Plugin "cat" can not be loaded beside "dog". Remove one of them.',
    })
    expect(outcome(found('pigeon', channel), found('pigeon-two', channel)).failed).toEqual({
      'pigeon-two': 'Plugins "pigeon" and "pigeon-two" both bring Channel::Pigeon. Remove one.',
    })
    expect(outcome(found('twin'), found('twin', {}, '/elsewhere/twin')).failed).toEqual({
      twin: 'Plugin "twin" is in /plugins/twin and in /elsewhere/twin. Remove one.',
    })
  })
})
