import { systemActor } from '../actor.ts'
import type { Core } from '../core.ts'
import { query } from '../database/query.ts'
import { raiseNotice } from '../domain/notice/raise-notice.ts'
import { CordboardError, notFound } from '../errors.ts'
import { emit } from '../events/emit.ts'
import { TapError } from '../kernel/errors.ts'
import { noticeKey } from '../kernel/plugin-notices.ts'
import {
  type ActivityCall,
  ActivityFailed,
  type ActivityProblem,
  type ProcessActivities,
  type ProcessSubject,
} from './process.ts'
import { saveProgress } from './save-progress.ts'

/** What the workflows have done outside: the plugin's part by its hooks, the rest in our own tables. */
export function createActivities(core: Core): ProcessActivities {
  return {
    observe: (subject, call) =>
      asked(core, subject, call, 'temporary', async (scope) => {
        const { inboxId, channelType } = subject
        const facts = await core.kernel.run((hooks) =>
          hooks['channel.observe'].for(channelType).promise({ inboxId }, scope),
        )
        return facts && { facts }
      }),
    act: ({ action, input, by, ...subject }, call) =>
      asked(core, subject, call, 'unanswered', async (scope) => {
        const { inboxId, channelType } = subject
        const request = { inboxId, action, input, by }
        const result = await core.kernel.run((hooks) => hooks['channel.act'].for(channelType).promise(request, scope))
        return result && { result }
      }),
    saveProgress: ({ accountId, inboxId, progress }) => saveProgress(core, accountId, inboxId, progress),
    notify: ({ accountId, inboxId, pluginId, key, notice }) =>
      core.orm.em
        .fork()
        .transactional((em) =>
          raiseNotice(core, em, accountId, { ...notice, key: noticeKey(pluginId, key), pluginId, inboxId }),
        ),
    tellFact: (request, { key }) => tellFact(core, request, key),
  }
}

type Scope = Awaited<ReturnType<Core['kernel']['scope']>>

/**
 * Asks the plugin of a channel. `otherwise` says what it means when the plugin broke instead of answering: nothing was
 * seen, or nobody knows what was done.
 */
async function asked<Answer>(
  core: Core,
  subject: ProcessSubject,
  { key, signal }: ActivityCall,
  otherwise: 'temporary' | 'unanswered',
  work: (scope: Scope) => Promise<Answer | undefined>,
): Promise<Answer | { off: true }> {
  const { accountId, inboxId, pluginId, channelType } = subject
  if (!(await isOn(core, subject))) return { off: true }
  if (!(await exists(core, subject)))
    throw new ActivityFailed({ kind: 'refused', message: 'The inbox is gone.' }, false)
  const scope = await core.kernel.scope({ accountId, em: () => core.orm.em.fork(), requestId: key, signal })
  try {
    const answer = await work(scope)
    if (answer !== undefined) return answer
  } catch (thrown) {
    throw failureOf(thrown, otherwise)
  }
  const message = `The plugin "${pluginId}" does not answer for inbox ${inboxId} (${channelType}).`
  throw new ActivityFailed({ kind: otherwise, message }, false)
}

/** A process that is woken because its plugin is on again may be quicker than the news of it: looked at twice before it parks. */
async function isOn({ kernel }: Core, { accountId, pluginId }: ProcessSubject): Promise<boolean> {
  if (await kernel.enabled(accountId, pluginId)) return true
  kernel.forget(accountId)
  return kernel.enabled(accountId, pluginId)
}

async function exists({ pool }: Core, { accountId, inboxId, channelType }: ProcessSubject): Promise<boolean> {
  const { rows } = await pool.query({
    name: 'process-inbox',
    text: `select 1 from inboxes where account_id = $1 and id = $2 and channel_type = $3 and deleting_at is null`,
    values: [accountId, inboxId, channelType],
  })
  return rows.length > 0
}

interface Problematic extends CordboardError {
  problem: ActivityProblem
  retry: boolean
}

const isProblematic = (error: CordboardError): error is Problematic =>
  error.name === 'ProcessFailure' && 'problem' in error

/**
 * The plugin's own problem as it is; of anything else only what is ours to tell: the words of a strange error may hold a
 * key, and this text stays in a history. The log has the rest.
 */
function failureOf(thrown: unknown, otherwise: 'temporary' | 'unanswered'): ActivityFailed {
  const error = CordboardError.is(thrown) ? thrown : undefined
  if (error && isProblematic(error)) return new ActivityFailed(error.problem, error.retry)
  if (error instanceof TapError) {
    const { plugin, version, hook, code } = error
    const what = code === 'tap.timeout' ? 'did not answer in time' : 'failed; the log of the worker says why'
    return new ActivityFailed(
      { kind: otherwise, message: `The plugin "${plugin}" ${version} ${what} (${hook}).` },
      false,
    )
  }
  if (error) return new ActivityFailed({ kind: kindOf(error, otherwise), message: error.message }, false)
  return new ActivityFailed({ kind: otherwise, message: 'The call failed; the log of the worker says why.' }, false)
}

const kinds: Record<string, ActivityProblem['kind']> = {
  ReauthorizationError: 'credentials',
  PermanentError: 'refused',
  Refusal: 'refused',
  RetryableError: 'temporary',
}
const kindOf = ({ name }: CordboardError, otherwise: ActivityProblem['kind']) => kinds[name] ?? otherwise

const factNames = ['channel.onboarded', 'channel.healthChanged']

/** Once per call, however often it is repeated: the key goes into a table that keeps it once, together with the fact. */
async function tellFact(
  core: Core,
  { accountId, inboxId, name, payload }: Parameters<ProcessActivities['tellFact']>[0],
  key: string,
): Promise<void> {
  if (!factNames.includes(name)) throw notFound()
  await core.orm.em.fork().transactional(async (em) => {
    const [inbox] = await query<{ channel_type: string }>(
      em,
      `with kept as (
         insert into process_outbox (account_id, inbox_id, plugin_id, kind, name, message_key, state, done_at)
         select account_id, id, '', 'fact', $3, $4, 2, now() from inboxes where account_id = $1 and id = $2
         on conflict do nothing returning inbox_id)
       select i.channel_type from inboxes i join kept on kept.inbox_id = i.id where i.account_id = $1`,
      [accountId, inboxId, name, key],
    )
    if (!inbox) return
    await emit(em, {
      accountId,
      name,
      subjectType: 'inbox',
      subjectId: inboxId,
      payload: { ...payload, inboxId, channelType: inbox.channel_type },
      actor: systemActor,
    })
  })
  core.dispatcher.wake()
}
