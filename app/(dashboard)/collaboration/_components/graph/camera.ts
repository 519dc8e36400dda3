export interface Point {
  x: number;
  y: number;
}

/** How the ring's plane lies on the screen: a point p of it stands at zoom * p + (x, y). Pixels. */
export interface Camera {
  zoom: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

const ZOOM = { least: 0.5, most: 12 };

/** The whole ring in the middle. */
export function wholeView({ width, height }: Size): Camera {
  return { zoom: 1, x: width / 2, y: height / 2 };
}

export function onScreen({ zoom, x, y }: Camera, point: Point): Point {
  return { x: zoom * point.x + x, y: zoom * point.y + y };
}

export function inPlane({ zoom, x, y }: Camera, point: Point): Point {
  return { x: (point.x - x) / zoom, y: (point.y - y) / zoom };
}

/** Nearer or farther by a factor, while what stands at a point of the screen stays there. */
export function zoomedAt(camera: Camera, factor: number, at: Point, size: Size): Camera {
  const zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, camera.zoom * factor));
  const point = inPlane(camera, at);
  return held({ zoom, x: at.x - zoom * point.x, y: at.y - zoom * point.y }, size);
}

export function moved(camera: Camera, by: Point, size: Size): Camera {
  return held({ ...camera, x: camera.x + by.x, y: camera.y + by.y }, size);
}

/** Brings a point of the plane to the middle of the screen. */
export function centredOn(camera: Camera, point: Point, size: Size): Camera {
  return held(
    { ...camera, x: size.width / 2 - camera.zoom * point.x, y: size.height / 2 - camera.zoom * point.y },
    size,
  );
}

/** Some of the ring always stays on the screen. */
function held({ zoom, x, y }: Camera, { width, height }: Size): Camera {
  const [reachX, reachY] = [(zoom * width) / 2, (zoom * height) / 2];
  return {
    zoom,
    x: Math.min(width + reachX * 0.8, Math.max(-reachX * 0.8, x)),
    y: Math.min(height + reachY * 0.8, Math.max(-reachY * 0.8, y)),
  };
}

/** What a picture that was painted through one camera must be transformed by to stand as through another one (CSS). */
export function transformBetween(painted: Camera, now: Camera): string {
  const scale = now.zoom / painted.zoom;
  return `matrix(${scale}, 0, 0, ${scale}, ${now.x - scale * painted.x}, ${now.y - scale * painted.y})`;
}
