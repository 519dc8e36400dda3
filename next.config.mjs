const nextConfig = { serverExternalPackages: ["pg", "pino"], images: { unoptimized: true } };
export default nextConfig;
