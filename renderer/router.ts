import { type RouterHistory, createRouter } from 'vue-router'
import BillsPage from './features/bills/BillsPage.vue'
import OverviewPage from './features/overview/OverviewPage.vue'
import ReadingsPage from './features/readings/ReadingsPage.vue'
import GroupPage from './features/rounds/GroupPage.vue'
import SettingsPage from './features/settings/SettingsPage.vue'
import StartPage from './features/start/StartPage.vue'

/** Every page of the window; 'start' only while nothing is stored yet. */
export function createPages(history: RouterHistory) {
  return createRouter({
    history,
    routes: [
      { path: '/', redirect: { name: 'overview' } },
      { path: '/start', name: 'start', component: StartPage },
      { path: '/overview', name: 'overview', component: OverviewPage },
      { path: '/readings', name: 'readings', component: ReadingsPage },
      { path: '/group', name: 'group', component: GroupPage },
      { path: '/bills/:hash?', name: 'bills', component: BillsPage },
      { path: '/settings', name: 'settings', component: SettingsPage },
      { path: '/:rest(.*)', redirect: { name: 'overview' } }
    ]
  })
}
