/** Ways to give an area on the map: shapes that are drawn, and a ward that is clicked. */
export type Drawing = Shape | "Ward";
export type Shape = "Polygon" | "Rectangle" | "Circle";
export const SHAPES: Shape[] = ["Polygon", "Rectangle", "Circle"];
