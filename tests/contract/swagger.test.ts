import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct } from '../support/product.ts'
import { cases } from './cases.ts'
import { type Deployment, furnish } from './deployment.ts'
import { hasReference, type Operation, operations, validator } from './reference.ts'

/** The groups that the core answers; the rest belongs to plugins. */
const groups =
  /^\/api\/v1\/(profile|accounts\/\{(account_)?id\}(\/(agents|contacts|conversations|inboxes|inbox_members|teams|custom_attribute_definitions)(\/.*)?)?)$/

describe.runIf(hasReference)('every documented operation', () => {
  let here: Deployment
  beforeAll(async () => {
    here = await furnish(await startProduct())
  })
  afterAll(() => here.product.stop())

  it('has a case here', () => {
    const missing = operations(groups).filter((operation) => !(nameOf(operation) in cases))

    expect(missing.map(nameOf)).toEqual([])
  })

  describe.each(operations(groups).map((operation) => [nameOf(operation), operation] as const))(
    '%s',
    (name, operation) => {
      const documented = cases[name]
      if (!documented) return

      it('answers valid input as documented', async () => {
        const answer = await here.call(operation, await documented.valid(here), here.administrator.token)

        expect([answer.status, answer.body]).toEqual([documented.status ?? 200, answer.body])
        const fits = validator(operation)
        if (fits && answer.text !== '') {
          fits(answer.body)
          expect(fits.errors ?? []).toEqual([])
        }
      })

      it('lets nobody in without a session or with a wrong token', async () => {
        const input = await documented.valid(here)

        const anonymous = await here.call(operation, input, undefined)
        const wrong = await here.call(operation, input, 'not a token')

        expect([anonymous.status, wrong.status]).toEqual([401, 401])
        expect(anonymous.body).toEqual({ errors: [expect.any(String)] })
        expect(wrong.body).toEqual({ error: 'Invalid Access Token' })
      })

      if (operation.path.includes('/accounts/'))
        it('shows another account nothing', async () => {
          const input = await documented.valid(here)

          const outsider = await here.call(operation, input, here.stranger.token)
          const borrowed = await here.call(
            operation,
            { ...input, account: here.stranger.account.id },
            here.stranger.token,
          )

          expect([outsider.status, outsider.body]).toEqual([
            401,
            { error: 'You are not authorized to access this account' },
          ])
          if (/\{\w+\}.*\{\w+\}/.test(operation.path)) expect([404, 401]).toContain(borrowed.status)
        })

      if (operation.body)
        it('answers nonsense at every place with a clear refusal, never a failure', async () => {
          const input = await documented.valid(here)
          const properties = Object.keys((input.body as object | undefined) ?? {})
          const nonsense: unknown[] = [
            null,
            [],
            {},
            -1,
            1e21,
            true,
            'x'.repeat(70_000),
            [[['deep']]],
            { a: { b: 1 } },
            '\u0000',
            '\ud800',
          ]

          const answers = await Promise.all(
            properties.flatMap((property) =>
              nonsense.map((value) =>
                here.call(
                  operation,
                  { ...input, body: { ...(input.body as object), [property]: value } },
                  here.administrator.token,
                ),
              ),
            ),
          )

          expect(answers.filter(({ status }) => status >= 500)).toEqual([])
          expect(answers.filter(({ status, body }) => status >= 400 && typeof body !== 'object')).toEqual([])
        })

      if (/\{(?!account_id)/.test(operation.path) && operation.path !== '/api/v1/accounts/{id}')
        it('finds no row under an id that is none', async () => {
          const input = await documented.valid(here)

          const statuses = await Promise.all(
            ['999999999', '0', '-1', 'abc', '99999999999999999999', '%00', '1e3'].map(async (id) => {
              const parameters = Object.fromEntries(Object.keys(input.parameters ?? {}).map((name) => [name, id]))
              return (await here.call(operation, { ...input, parameters }, here.administrator.token)).status
            }),
          )

          expect(statuses.filter((status) => status !== 404)).toEqual([])
        })
    },
  )
})

const nameOf = ({ method, path }: Operation) => `${method} ${path.replace('/api/v1/', '').replace(/\/$/, '')}`
