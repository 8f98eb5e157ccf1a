import { confirm } from '../../elements/cb-confirm.ts'
import { t } from '../../shell/language.ts'

/** Asks somebody who leaves a form with unsaved changes. */
export const askToLeave = (): Promise<boolean> =>
  confirm({ title: t('settings.unsaved'), text: t('settings.unsavedText'), action: t('settings.discard') })
