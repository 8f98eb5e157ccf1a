import { html, type TemplateResult } from 'lit'
import '../../elements/cb-error-card.ts'
import '../../elements/cb-skeleton.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'

/** Shown while a page's data comes. */
export const loadingRows = (lines = 5): TemplateResult => html`<cb-skeleton kind="rows" lines=${lines}></cb-skeleton>`
export const loadingCards = (lines = 4): TemplateResult => html`<cb-skeleton kind="cards" lines=${lines}></cb-skeleton>`

/** Shown when it did not come. */
export const loadFailed = (error: unknown, retry: () => void): TemplateResult =>
  html`<cb-error-card heading=${t('settings.loadFailed')} @cb-retry=${retry}>${failureText(error)}</cb-error-card>`
