#!/bin/sh
# 8 builds of pipeline release in 4 shards. Written by `pare plan --format slurm`.
# Every machine computes the same shards from the pipeline: no file has to reach it.
#
# In the project's folder, which all nodes share at the same path; outputs are in dist, as new files elsewhere would be
# changes of the commit:
#
#     mkdir -p dist/release && pare plan -f pipelines/release.yml --shards 4 --width 3 --format slurm >dist/release/slurm.sh
#     sbatch --parsable dist/release/slurm.sh                 # prints JOB
#     sbatch --dependency=afterany:JOB --output=dist/release/slurm-merge.out --wrap='pare merge -f pipelines/release.yml dist/release'
#
# A task that failed or was lost, 2 for instance, is run again alone, and merged again:
#
#     sbatch --array=2 dist/release/slurm.sh
#SBATCH --job-name=pare-release
#SBATCH --array=0-3%3
#SBATCH --output=dist/release/slurm-%A_%a.out

# No memory and no time is asked for: no earlier build's is known.

# The whole array, also where one task is run again alone.
export SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4
exec pare build -f pipelines/release.yml --shard auto/4

--- with times
#!/bin/sh
# 8 builds of pipeline release in 4 shards. Written by `pare plan --format slurm`.
# Shards are made by the times of earlier builds, and read from dist/release/plan.json of the same `pare plan`.
#
# In the project's folder, which all nodes share at the same path; outputs are in dist, as new files elsewhere would be
# changes of the commit:
#
#     mkdir -p dist/release && pare plan -f pipelines/release.yml --shards 4 -o json=dist/release/plan.json --format slurm >dist/release/slurm.sh
#     sbatch --parsable dist/release/slurm.sh                 # prints JOB
#     sbatch --dependency=afterany:JOB --output=dist/release/slurm-merge.out --wrap='pare merge -f pipelines/release.yml dist/release'
#
# A task that failed or was lost, 2 for instance, is run again alone, and merged again:
#
#     sbatch --array=2 dist/release/slurm.sh
#SBATCH --job-name=pare-release
#SBATCH --array=0-3%4
#SBATCH --output=dist/release/slurm-%A_%a.out

# The largest build's peak and a quarter, and 512 MiB for Pare.
#SBATCH --mem=1600M

# Twice what the longest shard's builds took one after the other, and five minutes.
#SBATCH --time=13

# The whole array, also where one task is run again alone.
export SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4
exec pare build -f pipelines/release.yml --shard auto/4 --plan dist/release/plan.json --memory 1088MiB
