/** Names of the channels between the preload script and main; those of the contract are derived from it. */

export const CHANNEL_PREFIX = 'wattveil:'

/** Paths of dropped files for tokens: not in the contract, because only the preload script ever sees a path. */
export const GRANT_CHANNEL = 'wattveil-grant-files'
