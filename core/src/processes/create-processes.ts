import type { Core } from '../core.ts'
import { query } from '../database/query.ts'
import { createAnswers } from './answers.ts'
import { writeOutbox } from './outbox.ts'
import { defineProcessJobs } from './process.jobs.ts'
import type { ProcessSubject } from './process.ts'
import type { Processes } from './processes.ts'
import { readProgress, readSnapshots } from './read-progress.ts'

const usualPatience = 20_000

export function createProcesses(core: Core): Processes {
  const answers = createAnswers(core)
  defineProcessJobs(core)

  const runFor = (channelType: string): boolean => {
    const pluginId = core.kernel.channelTypes().find(({ type }) => type === channelType)?.pluginId
    const manifest = pluginId === undefined ? undefined : core.kernel.manifest(pluginId)
    return manifest?.workflows !== undefined && manifest.contributes.hooks.includes(`channel.observe:${channelType}`)
  }

  return {
    runFor,
    async start(em, subject, because) {
      await writeOutbox(core, em, [{ ...aboutOf(subject), kind: 'start', because }])
    },
    async cancel(em, subject, by) {
      await writeOutbox(core, em, [{ ...aboutOf(subject), kind: 'signal', name: 'cancel', by }])
    },
    async switched(em, accountId, pluginIds, isOn) {
      const rows = await query<{ inboxId: number; channelType: string }>(
        em,
        `select id as "inboxId", channel_type as "channelType" from inboxes
         where account_id = $1 and channel_type = any($2) and deleting_at is null order by id`,
        [
          accountId,
          core.kernel
            .channelTypes()
            .flatMap(({ pluginId, type }) => (pluginIds.includes(pluginId) && runFor(type) ? [type] : [])),
        ],
      )
      const name = isOn ? 'pluginOn' : 'pluginOff'
      await writeOutbox(
        core,
        em,
        rows.map(({ inboxId, channelType }) => ({
          accountId,
          inboxId,
          pluginId: ownerOf(core, channelType),
          kind: 'signal',
          name,
        })),
      )
    },
    async tell(em, subject, { name, by, detail }, { key, onboard } = {}) {
      await writeOutbox(core, em, [
        { ...aboutOf(subject), kind: 'tell', name, by, detail: detail ?? {}, key, because: onboard },
      ])
    },
    async ask(subject, { name, by, detail }, { withinMilliseconds = usualPatience } = {}) {
      const entry = { ...aboutOf(subject), kind: 'ask' as const, name, by, detail: detail ?? {}, because: name }
      const [id] = await writeOutbox(core, undefined, [entry])
      return answers.wait(subject.accountId, id as number, withinMilliseconds)
    },
    progress: (subject) => readProgress(core, subject),
    snapshots: (subject, days) => readSnapshots(core, subject, days),
    async subject(inboxId, channelTypes) {
      const { rows } = await core.pluginPool.query<ProcessSubject>({
        name: 'process-subject',
        text: `select account_id as "accountId", id as "inboxId", channel_type as "channelType" from inboxes
               where id = $1 and channel_type = any($2) and deleting_at is null`,
        values: [inboxId, channelTypes],
      })
      const [found] = rows
      return found && { ...found, pluginId: ownerOf(core, found.channelType) }
    },
    link(workflowId) {
      const { ui, namespace } = core.configuration.temporal
      return ui && `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`
    },
  }
}

/** The inbox as its processes know it. */
export const subjectOf = (
  core: Core,
  { accountId, id, channelType }: { accountId: number; id: number; channelType: string },
): ProcessSubject => ({ accountId, inboxId: id, channelType, pluginId: ownerOf(core, channelType) })

const ownerOf = (core: Core, channelType: string): string =>
  core.kernel.channelTypes().find(({ type }) => type === channelType)?.pluginId ?? ''

const aboutOf = ({ accountId, inboxId, pluginId }: ProcessSubject) => ({ accountId, inboxId, pluginId })
