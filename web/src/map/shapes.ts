/** Shapes that can be drawn. */
export type Drawing = "Polygon" | "Rectangle" | "Circle";
export const SHAPES: Drawing[] = ["Polygon", "Rectangle", "Circle"];
