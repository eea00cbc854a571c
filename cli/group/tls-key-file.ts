/** Name of the file in a collector's folder that holds the key of its certificate. */
export const TLS_KEY_FILE = 'collector-tls.key'
