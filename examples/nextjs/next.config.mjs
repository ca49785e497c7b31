/** @type {import('next').NextConfig} */
export default {
  // Only this folder, whatever is above it.
  turbopack: { root: import.meta.dirname },
  // Otherwise each start in development asks npm for security advisories.
  experimental: { agentUpgrade: false },
};
