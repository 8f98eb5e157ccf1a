import type { Core } from '../core.ts'
import { unknownProcess } from '../processes/errors.ts'
import type { ProcessSubject } from '../processes/process.ts'
import type { PluginProcesses } from './context.ts'
import type { Manifest } from './manifest.ts'

/** The processes of the channels whose types a plugin declares. */
export function createPluginProcesses(core: Core, { contributes }: Manifest): PluginProcesses {
  const types = contributes.channels.map(({ type }) => type)
  const find = (inboxId: number) => core.processes.subject(inboxId, types)
  const demand = async (inboxId: number): Promise<ProcessSubject> => {
    const subject = await find(inboxId)
    if (!subject || !core.processes.runFor(subject.channelType)) throw unknownProcess(inboxId)
    return subject
  }
  return {
    async progress(inboxId) {
      const subject = await find(inboxId)
      return subject && core.processes.progress(subject)
    },
    tell: async (inboxId, news, options) => core.processes.tell(undefined, await demand(inboxId), news, options),
    ask: async (inboxId, wish, options) => core.processes.ask(await demand(inboxId), wish, options),
    async snapshots(inboxId, days) {
      const subject = await find(inboxId)
      return subject ? core.processes.snapshots(subject, days) : []
    },
    link: (workflowId) => core.processes.link(workflowId),
  }
}
