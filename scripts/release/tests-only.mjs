/**
 * The one folder into which a test Electron may be packed (after-pack.mjs refuses all others). A file of its own: the hook
 * must not wait for the program that waits for the hook.
 */
export const TESTS_ONLY = 'dist/for-tests-only'
