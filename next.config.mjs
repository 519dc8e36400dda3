/** @type {import("next").NextConfig} */
const nextConfig = {
  // Kept out of the bundles: they load files of their own at run time.
  serverExternalPackages: ["better-auth", "pg", "pino", "prom-client"],
  // The optimiser would fetch addresses on demand and needs a native library.
  images: { unoptimized: true },
  poweredByHeader: false,
  // Answers are small and the usual place for compression is the proxy in front.
  compress: false,
  // `npm run lint` checks types; a start should not wait for that a second time.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
};

export default nextConfig;
