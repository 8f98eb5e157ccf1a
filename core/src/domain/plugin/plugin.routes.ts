import { accountRoutes } from '../../http/route.ts'
import { presentChannelType } from './channel-type.presenter.ts'
import { findPlugin } from './find-plugin.ts'
import { listPlugins } from './list-plugins.ts'
import { showSettings } from './show-settings.ts'
import { disablePlugin, enablePlugin } from './switch-plugin.ts'
import { updateSettings } from './update-settings.ts'

// Plugins are asked outside of a transaction: they may call their providers.
const change = { method: 'POST', administrator: true, transaction: false } as const

export const pluginRoutes = accountRoutes([
  {
    method: 'GET',
    path: '/plugins',
    administrator: true,
    handle: async (request) => ({ payload: await listPlugins(request) }),
  },
  {
    method: 'GET',
    path: '/plugins/:id',
    administrator: true,
    async handle(request) {
      const { id } = findPlugin(request.core, request.params.id)
      return (await listPlugins(request)).find((plugin) => plugin.id === id)
    },
  },
  {
    ...change,
    path: '/plugins/:id/enable',
    async handle(request) {
      await enablePlugin(request, findPlugin(request.core, request.params.id))
    },
  },
  {
    ...change,
    path: '/plugins/:id/disable',
    body: { properties: { dependents: { type: 'boolean' } } },
    async handle(request) {
      const plugin = findPlugin(request.core, request.params.id)
      await disablePlugin(request, plugin, { dependents: request.body.dependents === true })
    },
  },
  {
    method: 'GET',
    path: '/plugins/:id/settings',
    administrator: true,
    handle: async ({ core, account, params }) => showSettings(core, account.id, findPlugin(core, params.id)),
  },
  {
    ...change,
    method: 'PATCH',
    path: '/plugins/:id/settings',
    body: { properties: { settings: { type: 'object' } }, required: ['settings'] },
    async handle(request) {
      const { core, account, params } = request
      const plugin = findPlugin(core, params.id)
      await updateSettings(request, plugin, request.body.settings as Record<string, unknown>)
      return showSettings(core, account.id, plugin)
    },
  },
  {
    method: 'GET',
    path: '/channel_types',
    async handle({ core, account }) {
      const on = await Promise.all(
        core.kernel.channelTypes().map(({ pluginId }) => core.kernel.enabled(account.id, pluginId)),
      )
      return {
        payload: core.kernel
          .channelTypes()
          .filter((_, index) => on[index])
          .map(presentChannelType),
      }
    },
  },
])
