#!/bin/sh
# 12 builds of pipeline go-tools in 3 shards. Written by `pare plan --format slurm`.
# Every machine computes the same shards from the pipeline: no file has to reach it.
#
# In the project's folder, which all nodes share at the same path; outputs are in dist, as new files elsewhere would be
# changes of the commit:
#
#     mkdir -p dist/go-tools && pare plan -f pipelines/go-tools.yml --shards 3 --format slurm >dist/go-tools/slurm.sh
#     sbatch --parsable dist/go-tools/slurm.sh                 # prints JOB
#     sbatch --dependency=afterany:JOB --output=dist/go-tools/slurm-merge.out --wrap='pare merge -f pipelines/go-tools.yml dist/go-tools'
#
# A task that failed or was lost, 2 for instance, is run again alone, and merged again:
#
#     sbatch --array=2 dist/go-tools/slurm.sh
#SBATCH --job-name=pare-go-tools
#SBATCH --array=0-2%3
#SBATCH --output=dist/go-tools/slurm-%A_%a.out

# No memory and no time is asked for: no earlier build's is known.

# The whole array, also where one task is run again alone.
export SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=3
exec pare build -f pipelines/go-tools.yml --shard auto/3
