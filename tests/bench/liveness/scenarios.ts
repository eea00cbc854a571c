/** Groups whose liveness is simulated. */

export const LIVENESS_SCENARIOS = [
  { what: '20 registered, all always on', registered: 20, boxes: 20, minRoster: 10 },
  { what: '20 registered, all always on', registered: 20, boxes: 20, minRoster: 20 },
  { what: '50 registered, half always on', registered: 50, boxes: 25, minRoster: 20 },
  { what: '50 registered, all PCs', registered: 50, boxes: 0, minRoster: 10 },
  { what: '50 registered, all PCs', registered: 50, boxes: 0, minRoster: 20 },
  { what: '20 registered, all PCs', registered: 20, boxes: 0, minRoster: 10 },
  { what: '20 registered, all PCs', registered: 20, boxes: 0, minRoster: 20 }
] as const
