/** WebRTC would send datagrams past policy and session; without datagrams and without hosts it can reach nobody. */

import type { WebContents } from 'electron'

export function refuseWebRtc(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
