import type { Core } from '../core.ts'
import { raiseNotice } from '../domain/notice/raise-notice.ts'
import { settleNotice } from '../domain/notice/settle-notice.ts'
import type { PluginNotices } from './context.ts'
import type { Manifest } from './manifest.ts'

/** Keys of plugins never meet: each is kept under the plugin's id. */
export const noticeKey = (pluginId: string, key: string): string => `${pluginId}:${key}`

export const createPluginNotices = (core: Core, { id }: Manifest): PluginNotices => ({
  raise: (accountId, { key, ...notice }) =>
    core.orm.em
      .fork()
      .transactional((em) => raiseNotice(core, em, accountId, { ...notice, key: noticeKey(id, key), pluginId: id })),
  settle: (accountId, key) =>
    core.orm.em.fork().transactional((em) => settleNotice(core, em, accountId, noticeKey(id, key))),
})
