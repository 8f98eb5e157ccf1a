import axe from 'axe-core'
import { expect } from 'vitest'

/** Fails with what a person who depends on assistive technology could not use. */
export async function expectAccessible(target: Element | Document = document): Promise<void> {
  const { violations } = await axe.run(target as axe.ElementContext, { resultTypes: ['violations'] })
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const found = serious.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => [node.target.flat().join(' > '), node.failureSummary].join(' ')).join('\n')}`,
  )
  expect(found).toEqual([])
}
