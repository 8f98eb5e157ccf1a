import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleWorkflows } from '../worker/bundle.ts'
import { findSecrets } from './support/find-secrets.ts'
import { scripted } from './support/loop.ts'
import { scenarios } from './support/scenarios.ts'

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } })

const folder = join(import.meta.dirname, '../histories')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const idOf = (history: { events: Record<string, { workflowId: string }>[] }): string =>
  history.events[0]?.workflowExecutionStartedEventAttributes?.workflowId as string

it('has a recorded history of every situation', () => {
  expect(names.map((name) => name.replace('.json', ''))).toEqual(
    expect.arrayContaining(scenarios.map(({ name }) => name)),
  )
})

describe('a process that began under earlier code', () => {
  let codePath: string
  beforeAll(async () => {
    codePath = (await bundleWorkflows([scripted])).codePath
  })

  it.each(names)('goes on under this one: %s', async (name) => {
    const history = read(name)
    await Worker.runReplayHistory({ workflowBundle: { codePath } }, history, idOf(history))
  })
})

it('would notice code that goes another way', async () => {
  const otherwise = { ...scripted, entry: './otherwise.ts' }
  const { codePath } = await bundleWorkflows([otherwise])
  const history = read('onboarding-news-and-one-action.json')
  await expect(Worker.runReplayHistory({ workflowBundle: { codePath } }, history, idOf(history))).rejects.toThrow(
    /TMPRL1100/,
  )
})

it('reads the past of a table whose change is guarded, and decides otherwise in what is new', async () => {
  const guarded = { ...scripted, entry: './guarded.ts' }
  const { codePath } = await bundleWorkflows([guarded])
  for (const name of ['onboarding-news-and-one-action.json', 'onboarding-waiting.json']) {
    const history = read(name)
    await Worker.runReplayHistory({ workflowBundle: { codePath } }, history, idOf(history))
  }
})

describe('secrets', () => {
  it.each(names)('are in no history: %s', (name) => {
    expect(findSecrets(read(name))).toEqual([])
  })

  it('would be found, in payloads, too', () => {
    const payload = (value: unknown) => ({
      payloads: [{ data: Buffer.from(JSON.stringify(value)).toString('base64') }],
    })
    expect(findSecrets({ input: payload({ detail: { pin: '012345' } }) })).toEqual(['a field of a secret'])
    expect(findSecrets({ failure: { message: 'Bearer abcdefgh12345 is bad' } })).toEqual(['a bearer token'])
    expect(findSecrets({ input: payload('EAAGm0PX4ZCpsBAKZBlongtoken') })).toEqual(['an access token of Meta'])
    expect(findSecrets({ result: payload({ text: 'my 4711-secret' }) }, ['4711-secret'])).toEqual([
      'a secret of the process (47…)',
    ])
  })
})
