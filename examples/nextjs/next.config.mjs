/** @type {import('next').NextConfig} */
export default {
  // This folder alone, whatever lies above it.
  turbopack: { root: import.meta.dirname },
  // Else each start in development asks npm for security advisories.
  experimental: { agentUpgrade: false },
};
