import { Task } from '@lit/task'
import { css, html, nothing } from 'lit'
import { query as find, state } from 'lit/decorators.js'
import keyRound from 'lucide-static/icons/key-round.svg?raw'
import plug from 'lucide-static/icons/plug.svg?raw'
import unplug from 'lucide-static/icons/unplug.svg?raw'
import {
  changePluginSettings,
  type Plugin,
  type PluginHook,
  type PluginSettings,
  readPlugin,
  readPluginSettings,
  switchPlugin,
} from '../../data/plugins.ts'
import '../../elements/cb-badge.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import '../../elements/cb-page.ts'
import type { CbSchemaForm } from '../../elements/cb-schema-form.ts'
import '../../elements/cb-schema-form.ts'
import '../../elements/cb-switch.ts'
import '../../elements/cb-table.ts'
import type { Column } from '../../elements/cb-table.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import type { FormValue } from '../../elements/json-schema.ts'
import type { FormErrors } from '../../elements/validate-form.ts'
import { channelColors, channelLook } from '../../registry/channels.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { accountPath } from '../../shell/navigation.ts'
import { dateOf, exactTime, shortAge } from '../../shell/time.ts'
import { base } from '../../styles/base.ts'
import './cb-plugin-troubles.ts'
import { isOn } from './entered.ts'
import { errorsOf } from './form-errors.ts'
import { loadFailed, loadingCards } from './load-states.ts'
import { permissionText } from './permission-text.ts'
import { mayUnplug, milliseconds, pluginBadge } from './plugin-state.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'

/** One plugin: how it does, where it is plugged in, what it may do, its settings, and what it could not deal with. */
export class CbSettingsPlugin extends SettingsScreen {
  static override styles = [
    base,
    settingsStyles,
    channelColors,
    css`
      .metric { display: grid; gap: var(--cb-space-2); padding: var(--cb-space-12) var(--cb-space-16); align-content: start; }
      .metric dt { font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); color: var(--cb-text-muted); }
      .metric b { display: block; font-size: var(--cb-size-2xl); line-height: var(--cb-leading-2xl); letter-spacing: var(--cb-tracking-tight); font-weight: var(--cb-weight-strong); }
      .metric small { display: block; font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
      .errors { padding: 0 var(--cb-space-16) var(--cb-space-16); display: grid; gap: var(--cb-space-8); }
      .toggle { display: flex; align-items: center; gap: var(--cb-space-12); min-block-size: var(--cb-control-md); font-size: var(--cb-size-sm); }
      .permissions { padding: var(--cb-space-4) var(--cb-space-16); font-size: var(--cb-size-sm); }
      .permissions li { display: flex; align-items: center; gap: var(--cb-space-12); min-block-size: 2.25rem; padding-block: var(--cb-space-6); border-block-start: 1px solid var(--cb-line); overflow-wrap: anywhere; } .permissions li:first-child { border: 0; }
      .permissions .glyph { color: var(--cb-text-muted); }
      @media (max-width: 767px) { .four { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
    `,
  ]

  @state() private plugin: Plugin | undefined
  @state() private settings: PluginSettings | undefined
  @state() private value: FormValue = {}
  @state() private errors: FormErrors = {}
  @state() private problem = ''
  @state() private isSaving = false
  @find('cb-schema-form') private form!: CbSchemaForm | null
  readonly #load = new Task(this, { task: () => this.#read(), args: () => [this.account, this.params.plugin_id] })

  get #id(): string {
    return this.params.plugin_id ?? ''
  }

  async #read(): Promise<void> {
    const plugin = await readPlugin(this.account, this.#id)
    const settings = plugin.has_settings ? await readPluginSettings(this.account, this.#id) : undefined
    this.plugin = plugin
    this.settings = settings
    this.value = settings?.settings ?? {}
  }

  // Without the settings: what is being entered stays.
  async #readFigures(): Promise<void> {
    this.plugin = await readPlugin(this.account, this.#id)
  }

  async #switch(plugin: Plugin, event: Event): Promise<void> {
    const control = event.target as HTMLInputElement
    const isWanted = isOn(event)
    if (!isWanted && !(await mayUnplug(plugin))) {
      control.checked = true
      return
    }
    const done = t(isWanted ? 'settings.plugins.switchedOn' : 'settings.plugins.switchedOff', { name: plugin.name })
    if (!(await this.attempt(() => switchPlugin(this.account, plugin.id, isWanted), done))) control.checked = !isWanted
    await this.attempt(() => this.#read())
  }

  async #save(): Promise<void> {
    this.errors = {}
    this.problem = ''
    const settings = await this.form?.submit()
    if (!settings) return
    this.isSaving = true
    try {
      this.settings = await changePluginSettings(this.account, this.#id, settings)
      this.value = this.settings.settings
      await this.attempt(async () => {}, t('settings.saved'))
    } catch (error) {
      this.errors = errorsOf(error, this.settings?.schema ?? {})
      this.problem = failureText(error)
    } finally {
      this.isSaving = false
    }
  }

  readonly #columns: Column<PluginHook>[] = [
    {
      id: 'hook',
      heading: t('settings.plugins.hook'),
      narrow: 'title',
      sortBy: ({ hook }) => hook,
      cell: ({ hook }) => hook,
    },
    {
      id: 'calls',
      heading: t('settings.plugins.calls'),
      align: 'end',
      narrow: 'none',
      sortBy: ({ calls }) => calls,
      cell: ({ calls }) => calls.toLocaleString(),
    },
    {
      id: 'p95',
      heading: 'p95',
      align: 'end',
      narrow: 'none',
      sortBy: ({ p95_ms }) => p95_ms ?? 0,
      cell: ({ p95_ms }) => milliseconds(p95_ms),
    },
    {
      id: 'failures',
      heading: t('settings.plugins.failures'),
      align: 'end',
      narrow: 'none',
      sortBy: ({ failures }) => failures,
      cell: ({ failures }) => failures.toLocaleString(),
    },
    { id: 'state', heading: t('settings.plugins.stateHeading'), narrow: 'beside', cell: hookBadge },
  ]

  override render() {
    const { plugin } = this
    const look = channelLook(plugin?.channels[0]?.type)
    const crumbs = [{ label: t('settings.plugins.title'), href: accountPath('settings/plugins', this.account) }]
    return html`<cb-page .crumbs=${crumbs} heading=${plugin?.name ?? this.#id} lead=${plugin?.description ?? ''}>
      <span slot="before" class="tile large channel-${look.accent}">${glyph(plugin?.channels.length ? look.icon : plug, 'lg')}</span>
      ${plugin ? html`<span slot="badge">${pluginBadge(plugin)}</span>` : nothing}
      ${
        plugin?.scope === 'account'
          ? html`<span slot="action" class="toggle"><cb-switch .checked=${plugin.enabled} @change=${(event: Event) => this.#switch(plugin, event)}>${t('settings.plugins.onForAccount')}</cb-switch></span>`
          : nothing
      }
      ${plugin ? this.#renderPlugin(plugin) : (this.#load.render({ error: (error) => loadFailed(error, () => void this.#load.run()) }) ?? loadingCards(2))}
    </cb-page>`
  }

  #renderPlugin(plugin: Plugin) {
    return html`${plugin.error ? html`<cb-callout tone="bad" .icon=${unplug} heading=${t('settings.plugins.brokenTitle')}>${plugin.error}</cb-callout>` : nothing}
      <div class="split"><div class="stack">
        <dl class="four">
          ${this.#metric(t('settings.plugins.calls'), plugin.calls.toLocaleString(), t('settings.plugins.sinceStart'))}
          ${this.#metric('p95', milliseconds(plugin.p95_ms), t('settings.plugins.p95Foot'))}
          ${this.#metric(t('settings.plugins.failures'), plugin.failures.toLocaleString(), share(plugin))}
          ${this.#metric(t('settings.plugins.breaker'), t(`settings.plugins.breaker.${plugin.breaker}`), t(`settings.plugins.breaker.${plugin.breaker}.foot`))}
        </dl>
        ${this.#renderHooks(plugin)}
        <cb-plugin-troubles .account=${this.account} .plugin=${plugin} @cb-plugin-changed=${() => void this.#readFigures()}></cb-plugin-troubles>
        ${this.#renderSettings()}
      </div><div class="stack">
        <section class="card"><div class="head"><h2>${t('settings.plugins.permissions')}</h2></div>
          ${plugin.permissions.length === 0 ? html`<p class="pad note">${t('settings.plugins.noPermissions')}</p>` : html`<ul class="permissions">${plugin.permissions.map((permission) => html`<li>${glyph(keyRound)}${permissionLine(permission)}</li>`)}</ul>`}
        </section>
        <section class="card"><div class="head"><h2>${t('settings.plugins.about')}</h2></div>
          <ul class="permissions"><li><span class="grow">${t('settings.plugins.version')}</span>${plugin.version}</li><li><span class="grow">${t('settings.plugins.scope')}</span>${t(`settings.plugins.scope.${plugin.scope}`)}</li>
          ${plugin.channels.map(({ label, inboxes_count }) => html`<li><span class="grow">${label}</span>${t('settings.plugins.inboxes', { count: inboxes_count })}</li>`)}</ul>
        </section>
      </div></div>`
  }

  #metric(name: string, value: string, foot: string) {
    return html`<div class="card metric"><dt>${name}</dt><dd><b>${value}</b><small>${foot}</small></dd></div>`
  }

  #renderHooks({ hooks }: Plugin) {
    const troubled = hooks.filter(({ last_error }) => last_error)
    return html`<section class="card">
      <div class="head"><h2>${t('settings.plugins.hooks')}</h2><small>${t('settings.plugins.sinceStart')}</small></div>
      ${hooks.length === 0 ? html`<p class="pad note">${t('settings.plugins.noHooks')}</p>` : html`<cb-table bare label=${t('settings.plugins.hooks')} .columns=${this.#columns} .rows=${hooks} .key=${({ hook }: PluginHook) => hook}></cb-table>`}
      ${
        troubled.length > 0
          ? html`<div class="errors">${troubled.map(({ hook, last_error }) => {
              const seconds = last_error ? dateOf(last_error.at).getTime() / 1000 : 0
              return html`<cb-callout tone="warn" .icon=${unplug} heading=${t('settings.plugins.lastError', { hook })}>${last_error?.message ?? t('settings.plugins.elsewhere')}
                <span class="subtle" title=${exactTime(seconds)}> ${last_error?.code}, ${shortAge(seconds)}</span></cb-callout>`
            })}</div>`
          : nothing
      }
    </section>`
  }

  #renderSettings() {
    const { settings } = this
    if (!settings?.schema) return nothing
    const stored = Object.entries(settings.secrets)
      .filter(([, isSet]) => isSet)
      .map(([name]) => name)
    return html`<section class="card">
      <div class="head"><h2>${t('settings.plugins.settings')}</h2><small>${t('settings.plugins.settingsFor')}</small></div>
      <div class="pad">
        ${this.problem ? html`<cb-callout tone="bad" role="alert">${this.problem}</cb-callout>` : nothing}
        <cb-schema-form .schema=${settings.schema} .value=${this.value} .stored=${stored} .errors=${this.errors} @cb-change=${(
          event: CustomEvent<FormValue>,
        ) => {
          this.value = event.detail
        }} @cb-submit=${() => void this.#save()}></cb-schema-form>
      </div>
      <div class="foot"><span class="spacer"></span><cb-button kind="primary" ?loading=${this.isSaving} @click=${this.#save}>${t('settings.save')}</cb-button></div>
    </section>`
  }
}

function hookBadge({ breaker, last_error, calls }: PluginHook) {
  if (breaker !== 'closed')
    return html`<cb-badge tone="warn" .icon=${unplug}>${t('settings.plugins.state.paused')}</cb-badge>`
  if (last_error) return html`<cb-badge tone="warn">${t('settings.plugins.state.troubled')}</cb-badge>`
  return calls === 0
    ? html`<cb-badge>${t('settings.plugins.state.unused')}</cb-badge>`
    : html`<cb-badge tone="good">${t('settings.plugins.state.healthy')}</cb-badge>`
}

const share = ({ calls, failures }: Plugin): string =>
  t('settings.plugins.share', { share: calls === 0 ? '0' : ((failures / calls) * 100).toFixed(2) })

function permissionLine(permission: string) {
  const words = permissionText(permission)
  const name = html`<span class="mono">${permission}</span>`
  return words ? html`<span class="grow">${words}<small>${name}</small></span>` : name
}

define('cb-settings-plugin', CbSettingsPlugin)

declare global {
  interface HTMLElementTagNameMap {
    'cb-settings-plugin': CbSettingsPlugin
  }
}
