import './styles/page.css'
import { showAppearance } from './shell/appearance.ts'
import { chooseLanguage, loadTexts } from './shell/language.ts'
import { startNavigation } from './shell/navigation.ts'

showAppearance()
chooseLanguage()
startNavigation()
await loadTexts('shell', 'elements')
await import('./shell/cb-app.ts')
