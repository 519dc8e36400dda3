-- A question reads the cells of one combination; those of everything apart are many more than all others together.
CREATE INDEX "usage_cell_dims_idx" ON "usage_cell"("dims");
