/** The window on sample data in a plain browser, for looking at it: ?language=de&appearance=dark&profile=simulation&firstStart=1&textSize=150 */

import './without-eval'
import { createWebHashHistory } from 'vue-router'
import { createWindowApp } from '../../../../renderer/create-window-app'
import '../../../../renderer/styles/index.css'
import { createClientDouble } from '../client-double'
import { sampleAnswers } from '../sample-answers'

const wish = new URLSearchParams(location.search)
const language = wish.get('language') === 'de' ? 'de' : 'en'
const double = createClientDouble(
  sampleAnswers({
    language,
    appearance: wish.get('appearance') === 'dark' ? 'dark' : 'light',
    profile: wish.get('profile') === 'simulation' ? 'simulation' : 'own',
    firstStart: wish.has('firstStart'),
    textSize: Number(wish.get('textSize') ?? 100)
  })
)
createWindowApp({ bridge: double.bridge, history: createWebHashHistory(), language }).mount('#app')
Object.assign(window, { double })
